/** The files of an evaluation read back, and the prices of a candle file to recompute them from. */

export type ForecastRow = {
  readonly time: number;
  readonly symbol: string;
  readonly model: string;
  readonly horizon: number;
  readonly forecast: number;
  /** As written: empty while it is not complete. */
  readonly realized: string;
};

export type CovarianceLine = {
  readonly timestamp_ms: number;
  readonly model: string;
  readonly symbols: readonly string[];
  readonly cov: readonly (readonly number[])[];
};

const forecastHeader = 'timestamp_ms,symbol,model,horizon_days,forecast_variance,realized_variance';

export function forecastRows(text: string): readonly ForecastRow[] {
  const [header, ...lines] = text.trimEnd().split('\n');
  if (header !== forecastHeader) throw new Error(`the header was ${header}`);
  return lines.map((line) => {
    const [at, symbol = '', model = '', horizon, forecast, realized = ''] = line.split(',');
    const numbers = { time: Number(at), horizon: Number(horizon), forecast: Number(forecast) };
    return { ...numbers, symbol, model, realized };
  });
}

export function covarianceLines(text: string): readonly CovarianceLine[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The first open of a candle file and then all closes: the price at the start and the end of each bar without gaps. */
export function pricesIn(text: string): readonly number[] {
  const rows = text.trimEnd().split('\n').slice(1);
  const bars = rows.map((row) => row.split(',').map(Number));
  return [bars[0]?.[1] as number, ...bars.map((bar) => bar[4] as number)];
}
