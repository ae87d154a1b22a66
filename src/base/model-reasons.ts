/** The reason codes of models: why one is not promoted. */
import type { ReasonEntry } from './data-reasons.ts';

export const modelReasons = {
  MODEL_DAYS_FEW: {
    room: 'model',
    sentence:
      '{horizonDays} d: {days} days have an outcome beside {opponent}, at least {neededDays} are needed',
    meaning:
      'A model is promoted on days that it had not seen and whose outcomes are known: 90 for one day ahead, 180 for seven, and 365 for the intervals of 30.',
  },
  MODEL_NOT_BETTER: {
    room: 'model',
    sentence:
      '{horizonDays} d: the loss is {changePct} % off that of {opponent}, p = {p}, it must be lower with p below {highestP}',
    meaning:
      'A lower loss must be more than luck: the test of Diebold and Mariano, one-sided, on the means of days.',
  },
  MODEL_ASSETS_FEW: {
    room: 'model',
    sentence:
      '{horizonDays} d: {wonPct} % of the assets are forecast better than by {opponent}, at least {leastPct} % are needed',
    meaning: 'A model must not owe its lower loss to a few assets.',
  },
  MODEL_WORSE: {
    room: 'model',
    sentence:
      '{horizonDays} d: the loss is {changePct} % above that of {opponent}, at most {mostPct} % are allowed',
    meaning: 'What is won at one horizon must not be lost at another.',
  },
  MODEL_COVERAGE_OFF: {
    room: 'model',
    sentence:
      '{horizonDays} d: the 90 % intervals held {insidePct} % of the outcomes, it must be from {lowPct} % to {highPct} %',
    meaning: 'Intervals that hold too little or too much say nothing true about doubt.',
  },
  MODEL_GATE_CLOSED: {
    room: 'model',
    sentence: '{model} did not pass the gate when it was trained',
    meaning:
      'Its card says why. Only a model that passed the gate may be promoted, then or in a test on days after it was stored.',
  },
  MODEL_JUDGED_AGAINST: {
    room: 'model',
    sentence: '{model} was judged against {judged}, the champion is {champion}',
    meaning:
      'The gate compares with the champion of its time. Train again, to be judged against the present one.',
  },
  MODEL_NOT_FOUND: {
    room: 'model',
    sentence: 'there is no {what} {name}',
    meaning: 'The folder of models does not have it: `models` lists what is there.',
  },
  LEARNING_DATA_UNSET: {
    room: 'model',
    sentence: 'no folder of candles is configured to train models on',
    meaning:
      'Set `learning.data` to a folder of candles: over the API nothing else on the machine is read.',
  },
  LEARNING_FOLDER_UNKNOWN: {
    room: 'model',
    sentence: 'there is no folder {folder} in learning.data',
    meaning: 'The folder of a training is `learning.data` itself, or one below it.',
  },
  JOBS_WAITING: {
    room: 'model',
    sentence: '{waiting} trainings wait already',
    meaning: 'Trainings run one after the other. Cancel some, or wait.',
  },
  JOB_ENDED: {
    room: 'model',
    sentence: '{job} has ended before: {state}',
    meaning: 'Only what waits or runs can be cancelled.',
  },
  MODELS_UNWATCHED: {
    room: 'model',
    sentence: 'the models were not scored: {cause}',
    meaning:
      'Their forecasts could not be set beside what happened on this day; the next day is another try.',
  },
  MODEL_SCORED: {
    room: 'model',
    sentence:
      '{model}: {days} days since it was stored, its loss one day ahead is {changePct} % off that of {opponent} (t = {t})',
    meaning:
      'Each day the model in use is scored on all days that came after it was stored. `models` lists challengers as well.',
  },
  MODEL_DRIFTED: {
    room: 'model',
    sentence:
      '{horizonDays} d: {model} has got worse beside {opponent}, by {detector} at the close of {day}',
    meaning:
      'An alarm of one of two detectors on the loss of the model in use, against a pooled HAR that goes on learning. A storm that neither foresaw is none.',
  },
  MODEL_FELL_BEHIND: {
    room: 'model',
    sentence:
      'over {days} days in use the loss of {model} was {changePct} % above that of {opponent}, by {errors} standard errors; more than {mostErrors} are too many',
    meaning:
      'The model in use does worse than what it took the place of, or than a pooled HAR. It is rolled back, or with `learning.rollback: manual` it is left to `models rollback`.',
  },
  MODEL_ROLLED_BACK: {
    room: 'model',
    sentence: '{model} is retired; {champion} stands in',
    meaning:
      'The model that was in use before, or where there is none a pooled HAR that learns as it goes.',
  },
  MODEL_PROVED: {
    room: 'model',
    sentence: '{model} passed the gate on {days} days after it was stored, against {champion}',
    meaning:
      'A challenger that may be put into use: with `learning.promotion: automatic` it is, else by `models promote`.',
  },
  MODEL_UNPROVED: {
    room: 'model',
    sentence: '{model} was tested on {days} days after it was stored and stays in shadow: {cause}',
    meaning: 'A challenger is tested once in a quarter, four times in all.',
  },
  MODEL_PROMOTED: {
    room: 'model',
    sentence: '{model} is in use now, in place of {before}',
    meaning: 'It passed the gate, and `learning.promotion` is automatic.',
  },
  CHALLENGER_TRAINED: {
    room: 'model',
    sentence: 'a challenger is in training: {training}',
    meaning:
      'After an alarm or a rollback, at most once in 30 days. It stays in shadow until it has passed the gate.',
  },
  CHALLENGER_REFUSED: {
    room: 'model',
    sentence: 'no challenger is trained: {cause}',
    meaning: 'After an alarm or a rollback another model would have been trained.',
  },
} as const satisfies Record<string, ReasonEntry>;
