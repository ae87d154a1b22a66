/** The reason codes of market data: what is wrong or noteworthy about candles. */

export type ReasonEntry = {
  /** Which room gives it. */
  readonly room:
    | 'market'
    | 'model'
    | 'forecast'
    | 'allocation'
    | 'policy'
    | 'plan'
    | 'approval'
    | 'execution';
  /** The sentence, with {name} for each detail; units stand in the text. */
  readonly sentence: string;
  /** What it means and what to do, for the reference page. */
  readonly meaning: string;
};

export const dataReasons = {
  DATA_MISSING: {
    room: 'market',
    sentence: 'there are no candles for {symbol}',
    meaning:
      'The data source has no series for an asset of the portfolio. Import it, or take the asset out of the targets.',
  },
  MARKET_CLOSED: {
    room: 'market',
    sentence: '{market} cannot be traded: {cause}',
    meaning:
      'The exchange does not have the market, or has halted it. Nothing is recommended until it trades again, or the asset is taken out of the targets.',
  },
  DATA_HEADER: {
    room: 'market',
    sentence:
      '{file}: line {line}: the header was "{value}", it must be timestamp_ms,open,high,low,close,volume',
    meaning: 'The first line of a candle file must be exactly this header.',
  },
  DATA_ROW: {
    room: 'market',
    sentence: '{file}: {place}: {field} was "{value}", it must be {wanted}',
    meaning: 'A row has a missing, superfluous or unreadable field.',
  },
  DATA_TIME: {
    room: 'market',
    sentence: '{file}: {place}: timestamp_ms was {value}, {cause}',
    meaning:
      'Time stamps are whole milliseconds since 1970, UTC; files of other tools often hold seconds.',
  },
  DATA_NOT_POSITIVE: {
    room: 'market',
    sentence:
      '{file}: {place}: {field} was {value}, prices must be positive and volumes not negative',
    meaning: 'A price is zero or negative, or a volume is negative.',
  },
  DATA_OHLC: {
    room: 'market',
    sentence: '{file}: {place}: {field} was {value}, outside the low and high of its bar',
    meaning: 'The high of a bar is below its open, close or low, or the low above them.',
  },
  DATA_DUPLICATE: {
    room: 'market',
    sentence: '{file}: {place}: the bar {value} was there already',
    meaning: 'Two rows carry the same time stamp.',
  },
  DATA_NOT_MONOTONIC: {
    room: 'market',
    sentence: '{file}: {place}: the bar {value} stands after a later one',
    meaning: 'Rows must be in order of time.',
  },
  DATA_INTERVAL_MIXED: {
    room: 'market',
    sentence:
      '{file}: {place}: the bar {value} does not lie on the grid of {interval} of the bars before it',
    meaning: 'A file, and a portfolio, holds bars of one interval only.',
  },
  DATA_GAP: {
    room: 'market',
    sentence: '{file}: {place}: {missing} bars are missing before {value}',
    meaning:
      'The exchange was down or the file is incomplete. Returns across the gap are left out of forecasts; a gap alone does not stop anything.',
  },
  DATA_OUTLIER: {
    room: 'market',
    sentence: '{file}: {place}: the close moved by {movePct} % in one bar',
    meaning:
      'A move so large that it deserves a look. It is not changed and does not stop anything.',
  },
  DATA_MORE: {
    room: 'market',
    sentence: '{file}: {count} more findings of this file are not listed',
    meaning: 'Only the first findings of a file are listed. Mend those and look again.',
  },
  DATA_FEW_ROWS: {
    room: 'market',
    sentence: '{file}: the rows were {rows}, at least {needed} are needed to tell the interval',
    meaning: 'A candle file holds two bars or more.',
  },
  DATA_UNREADABLE: {
    room: 'market',
    sentence: '{file}: it could not be read: {cause}',
    meaning: 'The file is there, but the system refused to read it. Look at its rights and kind.',
  },
  DATA_NAME: {
    room: 'market',
    sentence:
      '{file}: the name must be that of an asset, as in BTC.parquet, or of a spot market with its interval, as in BTC_USDT-1h.feather',
    meaning:
      'Files of other tools say by their names what they hold. Candles of futures are not those of a spot market.',
  },
  DATA_FORMAT: {
    room: 'market',
    sentence: '{file}: its content could not be understood: {cause}',
    meaning: 'The file is damaged or of a kind that is not read. Download or convert it again.',
  },
  DATA_COLUMN: {
    room: 'market',
    sentence: '{file}: a column for {field} is missing, the columns were {columns}',
    meaning:
      'A table of candles has columns for time (timestamp_ms, timestamp, open_time or date), open, high, low, close and volume. What an input from outside has is listed under files.',
  },
  DATA_COLUMN_KIND: {
    room: 'market',
    sentence: '{file}: the column {field} was of the kind {kind}, it must hold {wanted}',
    meaning: 'Prices and volumes must be stored as numbers, times as numbers or time stamps.',
  },
  DATA_INTERVAL_NAME: {
    room: 'market',
    sentence: '{file}: the bars have {interval}, the name says {named}',
    meaning: 'The name and the content of a file disagree. Find out which of them is right.',
  },
  DATA_TWICE: {
    room: 'market',
    sentence: '{file}: {symbol} is in {other} too',
    meaning: 'Two files of one folder hold the same asset. Take away the one that is not meant.',
  },
  DATA_INTERVALS_DIFFER: {
    room: 'market',
    sentence: '{symbol} has bars of {interval}, {other} has bars of {otherInterval}',
    meaning: 'All assets of a portfolio, and all parts of a series, need bars of one interval.',
  },
  DATA_CONFLICT: {
    room: 'market',
    sentence: '{file}: {field} of the bar {value} was {given}, the one kept already has {kept}',
    meaning:
      'An import never changes bars that are there. Find out which of the two is right; remove the kept file to replace it.',
  },
  DATA_PAST_CHANGED: {
    room: 'market',
    sentence:
      '{market}: the exchange tells another past than before, from the bar {value} on; all of it was read anew',
    meaning:
      'Candles that were kept from earlier differ from those of today. Decisions go by those of today; earlier recommendations keep theirs, so that they can be replayed. It is said for a day.',
  },
  DATA_STALE: {
    room: 'market',
    sentence:
      'the last bar of {symbol} closed {ageHours} h before the decision, at most {limitHours} h are allowed',
    meaning: 'Prices are too old to decide on: more than three intervals.',
  },
  DATA_TOO_SHORT: {
    room: 'market',
    sentence: 'the assets have {bars} bars in common, at least {needed} are needed',
    meaning: 'There is not enough history at this time.',
  },
} as const satisfies Record<string, ReasonEntry>;
