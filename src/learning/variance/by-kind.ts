/** Forecasts of assets with ranges and of assets of closes only, each kind by a recipe that sees no other: see kinds. */
import { horizons } from '../inputs/daily-panel.ts';
import { type Kind, kindsOf } from '../inputs/kinds.ts';
import type { ForecasterRecipe } from './forecaster.ts';

export function byKind(recipes: {
  readonly ranged: ForecasterRecipe;
  readonly closesOnly: ForecasterRecipe;
}): ForecasterRecipe {
  const recipeOf = ({ closesOnly }: Kind): ForecasterRecipe =>
    closesOnly ? recipes.closesOnly : recipes.ranged;
  return (panel) => {
    const parts = kindsOf(panel).map((kind) => ({
      forecaster: recipeOf(kind)(kind.panel),
      places: kind.places,
      forecasts: new Float64Array(kind.places.length * horizons.length),
    }));
    const [first] = parts;
    if (first === undefined || parts.length === 1) {
      return first?.forecaster ?? recipes.ranged(panel);
    }
    return {
      name: first.forecaster.name,
      fit(day) {
        for (const { forecaster } of parts) forecaster.fit(day);
      },
      forecast(day, out) {
        for (const { forecaster, places, forecasts } of parts) {
          forecaster.forecast(day, forecasts);
          forecasts.forEach((value, at) => {
            const place = places[Math.floor(at / horizons.length)] as number;
            out[place * horizons.length + (at % horizons.length)] = value;
          });
        }
      },
    };
  };
}

/** The same recipe for both. */
export function apart(recipe: ForecasterRecipe): ForecasterRecipe {
  return byKind({ ranged: recipe, closesOnly: recipe });
}
