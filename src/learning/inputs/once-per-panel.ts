/** What is made of a panel once, and handed out again each time it is asked for: several models share the same inputs. */
import type { DailyPanel } from './daily-panel.ts';

export function oncePerPanel<Made>(make: (panel: DailyPanel) => Made): (panel: DailyPanel) => Made {
  const made = new WeakMap<DailyPanel, { readonly value: Made }>();
  return (panel) => {
    const kept = made.get(panel) ?? { value: make(panel) };
    made.set(panel, kept);
    return kept.value;
  };
}
