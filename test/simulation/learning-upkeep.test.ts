/** How often a champion is blamed by luck, and how soon by right: markets of eight assets, 450 days to learn from and a year in use. */
import { expect, it } from 'vitest';
import {
  alarmReasons,
  behindReason,
  type ChampionInUse,
} from '../../src/learning/alarms/champion-alarms.ts';
import type { DailyPanel } from '../../src/learning/inputs/daily-panel.ts';
import { recipeOf } from '../../src/learning/stored/stored-model.ts';
import type { ForecasterRecipe } from '../../src/learning/variance/forecaster.ts';
import { pooledHar } from '../../src/learning/variance/pooled-har.ts';
import { walkForward } from '../../src/learning/variance/walk-forward.ts';
import { changingMarket } from '../support/changing-market.ts';
import { modelBy, panelBy } from '../support/learning-world.ts';

const learnt = 450;
const days = learnt + 366;
const seeds = [1, 2, 3, 4, 5, 6];

type InUse = { readonly panel: DailyPanel; readonly champion: ChampionInUse };

/** A champion in use from day 450 on, in a market that is forgetful before a day and persistent from it on. */
function inUse(seed: number, changeDay: number): InUse {
  const market = changingMarket({ seed, assets: 8, days, changeDay });
  const panel = panelBy(market, days);
  const walked = (recipe: ForecasterRecipe) => {
    const options = { recipes: [recipe], from: learnt, to: days, refitEvery: 'quarter' } as const;
    const [track] = walkForward(panel, options).models;
    if (track === undefined) throw new Error('a walk must give a track');
    return track;
  };
  const simple = walked(pooledHar);
  const track = walked(recipeOf(modelBy(market, learnt)));
  return { panel, champion: { track, simple, before: simple, since: learnt } };
}

/** Days in use at whose end it had fallen behind; null if it never had. */
function fallOf({ panel, champion }: InUse): number | null {
  for (let end = learnt + 61; end <= days; end += 60) {
    const cut = champion.track.forecasts.slice().fill(Number.NaN, end * panel.symbols.length * 3);
    const track = { ...champion.track, forecasts: cut };
    if (behindReason(panel, { ...champion, track }) !== null) return end - learnt;
  }
  return null;
}

function alarmsOf({ panel, champion }: InUse): number {
  return alarmReasons(panel, champion, 0).length;
}

it('blames no champion of a market that does not change, and raises one alarm in six years', () => {
  const worlds = seeds.map((seed) => inUse(seed, 0));
  expect(worlds.map(fallOf)).toEqual(seeds.map(() => null));
  expect(worlds.map(alarmsOf)).toEqual([0, 0, 0, 0, 0, 1]);
});

it('sees in all markets that change after 50 days that the champion has fallen behind', () => {
  const worlds = seeds.map((seed) => inUse(seed, learnt + 50));
  expect(worlds.map(fallOf)).toEqual([121, 181, 301, 181, 121, 181]);
  for (const world of worlds) expect(alarmsOf(world)).toBeGreaterThan(0);
});
