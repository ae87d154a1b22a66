"""cvxportfolio: the threshold as a policy, or an optimisation at every bar, in its market simulator.

It decides and trades at the open of a bar. `risk-aware` minimises variance against the targets plus linear costs, long only
and without borrowing: a convex problem a bar as in Ballast, but another one, so its trades are not compared.
"""

import warnings

import cvxportfolio as cvx
import numpy as np
import pandas as pd
from contestant import read_prices, read_work, serve
from cvxportfolio.forecast import HistoricalFactorizedCovariance
from cvxportfolio.policies import Policy

warnings.filterwarnings("ignore")

# Before these there is too little past for a covariance, as in Ballast.
WARM_UP_BARS = 168


class Threshold(Policy):
    """All assets to target when a weight is further than the band from its own."""

    def __init__(self, targets, band):
        self.targets = targets
        self.band = band

    def values_in_time(self, current_weights, **kwargs):
        distance = np.abs(current_weights.to_numpy() - self.targets.to_numpy())[:-1]
        return self.targets if distance.max() > self.band else current_weights


def optimisation(work, targets, returns):
    """The penalty of the region with its covariance alone: (κ/2) (w − p)ᵀ Σ (w − p) / v̄."""
    mean_variance = (returns.iloc[:, :-1] ** 2).mean().mean()
    covariance = HistoricalFactorizedCovariance(half_life=pd.Timedelta("60d"))
    risk = cvx.FullCovariance(covariance) * (work["tightness"] / 2 / mean_variance)
    cost = cvx.StocksTransactionCost(a=work["costRate"], pershare_cost=None, b=None)
    return cvx.SinglePeriodOptimization(
        -risk - cost,
        [cvx.LongOnly(), cvx.LeverageLimit(1)],
        include_cash_return=False,
        benchmark=cvx.FixedWeights(targets),
    )


def main():
    """Reads the candles and serves runs."""
    work = read_work()
    opens, closes = read_prices(work)
    # What is held at the first close meets the market at the second open; the last close ends the last bar.
    prices = opens.iloc[1:]
    end = closes.iloc[[-1]].set_axis([opens.index[-1] + (opens.index[-1] - opens.index[-2])])
    path = pd.concat([prices, end])
    returns = (path.shift(-1) / path - 1).fillna(0.0)
    returns["cash"] = 0.0
    targets = pd.Series([*work["targets"], 1 - sum(work["targets"])], returns.columns)
    data = cvx.UserProvidedMarketData(
        returns=returns, cash_key="cash", min_history=pd.Timedelta("0d")
    )
    simulator = cvx.MarketSimulator(
        market_data=data,
        costs=[cvx.StocksTransactionCost(a=work["costRate"], pershare_cost=None, b=None)],
    )

    def run():
        if work["policy"] == "threshold":
            policy = Threshold(targets, work["band"])
        else:
            policy = optimisation(work, targets, returns)
        return simulator.backtest(
            policy,
            start_time=path.index[0 if work["policy"] == "threshold" else WARM_UP_BARS],
            end_time=path.index[-1],
            h=targets * work["initialNav"],
        )

    def result_of(result):
        trades = result.u.iloc[:, :-1].abs().sum(axis=1)
        return len(trades), (trades > 1e-9).sum(), result.v.iloc[-1]

    serve(cvx.__version__, run, result_of)


if __name__ == "__main__":
    main()
