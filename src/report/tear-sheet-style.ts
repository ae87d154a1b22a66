/** The style of a tear sheet: that of the pages, hairlines and one accent, light and dark from one set of custom properties. */
export const tearSheetStyle = `
:root {
  color-scheme: light dark;
  --page: #fcfcfb; --text: #1b1e22; --muted: #5a616a; --line: #dcdfe3; --accent: #1f5f8b;
  --soft: #bccad5; --hard: #e7ecf0; --edge: #7a858f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --text: #e7e9eb; --muted: #a0a8b0; --line: #2c3238; --accent: #7fbae2;
    --soft: #44525f; --hard: #242b31; --edge: #7d8994;
  }
}
* { box-sizing: border-box; }
html {
  font: 16px / 1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums;
  background: var(--page);
  color: var(--text);
}
body { margin: 0; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 16px 64px; }
h1 { font-size: 24px; line-height: 32px; font-weight: 600; margin: 4px 0 24px; max-width: 40em; text-wrap: pretty; }
h2 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0 0 16px; padding-top: 16px; border-top: 1px solid var(--line); }
h3 { font-size: 16px; line-height: 24px; font-weight: 600; margin: 0 0 4px; }
h4 { font-size: 14px; line-height: 20px; font-weight: 600; margin: 0 0 4px; }
p { margin: 0 0 12px; }
section { margin: 0 0 56px; }
.scroll + h3, .how + h3, .how + figure { margin-top: 32px; }
figure + .how { margin-top: -20px; }
code { font: 13px / 20px ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.meta, .sentence, .unit, .how, dt { color: var(--muted); }
.meta { margin: 0; }
.unit { font-weight: 400; }
.how { font-size: 13px; line-height: 18px; }
.sentence { max-width: 72ch; }
p.how { max-width: 88ch; margin: 8px 0 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.facts { display: grid; gap: 4px; margin: 0 0 24px; }
.facts div { display: grid; grid-template-columns: 80px minmax(0, 1fr); gap: 8px; }
dd { margin: 0; overflow-wrap: anywhere; }
.notice { border: 1px solid var(--line); border-left: 3px solid var(--edge); padding: 12px 16px; margin: 0 0 40px; }

.figures { display: grid; gap: 32px 40px; }
.group > h3 { padding-bottom: 8px; border-bottom: 1px solid var(--line); }
.group dl { margin: 0; }
.group dl div { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 16px; padding: 8px 0; border-bottom: 1px solid var(--line); }
.group dt { color: var(--text); }
.group dd { font-weight: 600; text-align: right; white-space: nowrap; }
.group dd.how { grid-column: 1 / -1; font-weight: 400; text-align: left; white-space: normal; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 20px; }
th, td { font-weight: 400; text-align: left; vertical-align: top; padding: 6px 0 6px 14px; border-top: 1px solid var(--line); }
th:first-child, td:first-child { padding-left: 0; }
thead th { color: var(--muted); border-top: 0; vertical-align: bottom; }
tbody th { font-weight: 600; white-space: nowrap; }
tbody th.number { font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
.words { white-space: nowrap; }
.prose { min-width: 240px; font-size: 13px; }
tr.own > * { color: var(--accent); font-weight: 600; }
tr.own .unit { color: inherit; }

figure { margin: 0 0 32px; min-width: 0; }
details { margin-top: 8px; }
summary { cursor: pointer; color: var(--muted); font-size: 14px; width: fit-content; }
details[open] > summary { margin-bottom: 8px; }

.plot { padding-left: 52px; font-size: 12px; }
.plot > svg { display: block; width: 100%; overflow: visible; }
.plot text { fill: var(--text); }
.plot .tick { fill: var(--muted); }
.plot .outer { overflow: visible; }
.plot .inner { overflow: hidden; }
.grid, .base { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
.base { stroke: var(--edge); }
.line { fill: none; vector-effect: non-scaling-stroke; stroke-width: 1; stroke-linejoin: round; stroke: var(--edge); }
.line.own { stroke: var(--accent); stroke-width: 1.75; }
.line.hold { stroke: var(--text); stroke-dasharray: 6 3; }
.line.dca { stroke: var(--text); stroke-dasharray: 1.5 3; }
.line.other { opacity: 0.7; }
.fill { fill: var(--accent); opacity: 0.14; }
.leader { fill: none; stroke: var(--edge); stroke-width: 1; opacity: 0.6; }
.plot .name.other { fill: var(--muted); }
.plot .name.own { fill: var(--accent); font-weight: 600; }
.point.own { fill: var(--accent); }
.point.other { fill: var(--page); stroke: var(--edge); stroke-width: 1.5; }
.band { fill: var(--hard); }
.band-edge { fill: none; stroke: var(--soft); stroke-width: 1; vector-effect: non-scaling-stroke; }
.target { stroke: var(--text); stroke-width: 1; stroke-dasharray: 2 3; }
.multiples .line.own { stroke-width: 1.25; }
.mark, .lane { fill: none; stroke-width: 1; vector-effect: non-scaling-stroke; }
.mark { stroke: var(--text); }
.mark.sell { stroke: var(--edge); }
.lane { stroke: var(--line); }

.key { display: flex; flex-wrap: wrap; gap: 0 16px; color: var(--muted); font-size: 14px; margin-bottom: 16px; }
.key span::before { content: ""; display: inline-block; width: 14px; height: 12px; margin-right: 6px; vertical-align: -1px; }
.key .key-weight::before { height: 0; border-top: 2px solid var(--accent); vertical-align: 4px; }
.key .key-target::before { height: 0; border-top: 1px dashed var(--text); vertical-align: 4px; }
.key .key-band::before { background: var(--hard); border: solid var(--soft); border-width: 1px 0; }
.key .key-buy::before, .key .key-sell::before { width: 1px; height: 8px; background: var(--text); vertical-align: 4px; }
.key .key-sell::before { background: var(--edge); vertical-align: -4px; }

.multiples, .thirds { display: grid; gap: 24px 32px; grid-template-columns: minmax(0, 1fr); }
.small .plot { padding-left: 40px; }

.heat th, .heat td { text-align: right; padding: 6px 6px; }
.heat th:first-child { text-align: left; padding-left: 0; }
.heat td { border-left: 1px solid var(--page); }
.heat .total { font-weight: 600; }
.heat abbr { text-decoration: none; }
.heat .narrow { display: none; }
.part { position: absolute; }
.gain-1 { background: color-mix(in srgb, var(--accent) 8%, var(--page)); }
.gain-2 { background: color-mix(in srgb, var(--accent) 18%, var(--page)); }
.gain-3 { background: color-mix(in srgb, var(--accent) 28%, var(--page)); }
.gain-4 { background: color-mix(in srgb, var(--accent) 38%, var(--page)); }
.loss-1 { background: color-mix(in srgb, var(--edge) 10%, var(--page)); }
.loss-2 { background: color-mix(in srgb, var(--edge) 20%, var(--page)); }
.loss-3 { background: color-mix(in srgb, var(--edge) 32%, var(--page)); }
.loss-4 { background: color-mix(in srgb, var(--edge) 44%, var(--page)); }

@media (min-width: 640px) {
  .figures, .multiples { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (min-width: 960px) {
  .figures { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .multiples, .thirds { grid-template-columns: repeat(3, minmax(0, 1fr)); }
}
@media (max-width: 719px) {
  main { padding-top: 16px; }
  h1 { font-size: 20px; line-height: 28px; }
  .facts div { grid-template-columns: 64px minmax(0, 1fr); }
  .plot .minor { display: none; }
  .scroll th:first-child { position: sticky; left: 0; background: var(--page); }
  .heat { font-size: 11px; table-layout: fixed; }
  .heat th, .heat td { padding: 5px 1px; }
  .heat th:first-child, .heat .total { width: 32px; }
  .heat .wide, .heat .more { display: none; }
  .heat .narrow { display: inline; }
  .stack thead { position: absolute; left: -9999px; }
  .stack, .stack tbody { display: block; }
  .stack tr { display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; border-top: 1px solid var(--line); padding: 8px 0; }
  .stack th, .stack td { border: 0; padding: 0; text-align: left; position: static; }
  .stack td:nth-child(3) { display: none; }
  .stack .prose { grid-column: 1 / -1; color: var(--muted); }
  .stack td.number::before { content: attr(data-label) " "; color: var(--muted); }
  .stack .words + .words, .stack .number + .number:has(+ .prose) { justify-self: end; }
}
@media print {
  details, .scroll { overflow: visible; }
  section, figure { break-inside: avoid; }
}
`;
