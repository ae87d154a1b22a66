"""bt: the threshold as an algo before Rebalance.

bt decides and trades at the same price, the close of the bar. Its own RunIfOutOfBounds knows relative bands only.
"""

import bt
from contestant import read_prices, read_work, serve


class RunIfBeyondBand(bt.Algo):
    """True on the first bar, and when a weight is further than the band from its target."""

    def __init__(self, targets, band):
        super().__init__()
        self.targets = targets
        self.band = band
        self.events = -1

    def __call__(self, target):
        is_due = self.events < 0 or any(
            abs(target.children[name].weight - weight) > self.band
            for name, weight in self.targets.items()
        )
        self.events += is_due
        return is_due


def trigger_of(backtest):
    """A backtest works with a copy of its strategy."""
    return backtest.strategy.stack.algos[0]


def main():
    """Reads the candles and serves runs."""
    work = read_work()
    _, closes = read_prices(work)
    closes.index = closes.index.tz_localize(None)
    targets = dict(zip(work["symbols"], work["targets"]))

    def run():
        trigger = RunIfBeyondBand(targets, work["band"])
        weigh = bt.algos.WeighSpecified(**targets)
        strategy = bt.Strategy("threshold", [trigger, weigh, bt.algos.Rebalance()])

        def commission(quantity, price):
            """The first portfolio is bought without cost."""
            is_first = trigger_of(backtest).events == 0
            return 0.0 if is_first else abs(quantity) * price * work["costRate"]

        backtest = bt.Backtest(
            strategy,
            closes,
            initial_capital=work["initialNav"],
            commissions=commission,
            integer_positions=False,
            progress_bar=False,
        )
        backtest.run()
        return backtest

    def result_of(backtest):
        return len(closes), trigger_of(backtest).events, backtest.strategy.value

    serve(bt.__version__, run, result_of)


if __name__ == "__main__":
    main()
