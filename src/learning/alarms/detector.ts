/** What watches a series for a lasting rise. */
export type Detector = {
  /** Takes the next number; true when it raises the alarm, after which it starts anew. */
  observe(value: number): boolean;
};
