/**
 * How good probabilities of an event were. Area under the curve: how often a case with the event had a higher probability
 * than one without, ties half; ½ for one who knows nothing. Brier skill: 1 − Σ (p − y)² / Σ (q − y)², q the share that the
 * event had in the past; strictly, q its share among the outcomes themselves, which nobody knew before. 0 for one who
 * knows no more than q, 1 for one who knows all.
 * Brier 1950, "Verification of Forecasts Expressed in Terms of Probability"; Hanley and McNeil 1982 on the area.
 */

export type ProbabilityScores = {
  readonly outcomes: number;
  /** Share with the event. */
  readonly share: number;
  readonly areaUnderCurve: number;
  readonly brierSkill: number;
  readonly strictBrierSkill: number;
};

/** Arrays in the same places; a place with a NaN in one of them does not count. */
export function probabilityScores(judged: {
  readonly probability: Float64Array;
  readonly baseRate: Float64Array;
  readonly events: Float64Array;
}): ProbabilityScores {
  const { probability, baseRate, events } = judged;
  const places = [...probability.keys()].filter(
    (at) =>
      !Number.isNaN(
        (probability[at] as number) + (baseRate[at] as number) + (events[at] as number),
      ),
  );
  const came = places.reduce((sum, at) => sum + (events[at] as number), 0);
  const share = came / places.length;
  const error = (forecast: (at: number) => number): number =>
    places.reduce((sum, at) => sum + (forecast(at) - (events[at] as number)) ** 2, 0);
  const own = error((at) => probability[at] as number);
  return {
    outcomes: places.length,
    share,
    areaUnderCurve: areaUnderCurve(probability, events, places),
    brierSkill: 1 - own / error((at) => baseRate[at] as number),
    strictBrierSkill: 1 - own / error(() => share),
  };
}

/** From the sum of the ranks of the events (Mann and Whitney 1947); equal probabilities share the mean of their ranks. */
function areaUnderCurve(
  probability: Float64Array,
  events: Float64Array,
  places: readonly number[],
): number {
  const sorted = places.toSorted((a, b) => (probability[a] as number) - (probability[b] as number));
  let [came, ranks] = [0, 0];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const value = probability[sorted[from] as number];
    let among = 0;
    for (; to < sorted.length && probability[sorted[to] as number] === value; to++) {
      among += events[sorted[to] as number] as number;
    }
    ranks += (among * (from + 1 + to)) / 2;
    came += among;
  }
  return (ranks - (came * (came + 1)) / 2) / (came * (sorted.length - came));
}
