"""skfolio, PyPortfolioOpt or Riskfolio-Lib: the weights of one method for each line of input.

Given on the command line: who, the method, assets, the cap of a weight, and a file of returns (float64, days by assets). skfolio starts
from returns, whose covariance it takes within the time; PyPortfolioOpt starts from the covariance, and so does Riskfolio-Lib but for
hierarchical risk parity.
"""

import sys
import warnings
from importlib.metadata import version

import numpy as np
from contestant import answer, peak_memory_mb, timed

warnings.filterwarnings("ignore")


def skfolio_run(method, returns, cap):
    """A function that fits a fresh estimator."""
    from skfolio.optimization import (
        HierarchicalRiskParity,
        MaximumDiversification,
        MeanRisk,
        RiskBudgeting,
    )

    makers = {
        "hrp": lambda: HierarchicalRiskParity(max_weights=cap),
        "erc": lambda: RiskBudgeting(max_weights=cap),
        "min-variance": lambda: MeanRisk(max_weights=cap),
        "max-diversification": lambda: MaximumDiversification(max_weights=cap),
    }
    make = makers[method]
    return lambda: make().fit(returns).weights_


def pyportfolioopt_run(method, returns, cap):
    """A function that solves anew; of the methods it has only these two."""
    import pandas as pd
    from pypfopt import EfficientFrontier, HRPOpt

    covariance = pd.DataFrame(np.cov(returns, rowvar=False))
    if method == "hrp":
        return lambda: np.array(list(HRPOpt(cov_matrix=covariance).optimize().values()))

    def least_variance():
        frontier = EfficientFrontier(None, covariance, weight_bounds=(0, cap))
        return np.array(list(frontier.min_volatility().values()))

    return least_variance


def riskfolio_run(method, returns, cap):
    """A function that solves anew; the highest diversification is the highest ratio of mean to risk where means are volatilities."""
    import pandas as pd
    import riskfolio

    frame = pd.DataFrame(returns, columns=[f"A{i}" for i in range(returns.shape[1])])
    if method == "hrp":
        return lambda: weights_of(
            riskfolio.HCPortfolio(returns=frame).optimization(
                model="HRP", rm="MV", linkage="single", leaf_order=False
            )
        )
    portfolio = riskfolio.Portfolio(returns=frame, upperlng=cap)
    portfolio.assets_stats(method_mu="hist", method_cov="hist")
    if method == "erc":
        return lambda: weights_of(portfolio.rp_optimization(model="Classic", rm="MV"))
    if method == "min-variance":
        return lambda: weights_of(portfolio.optimization(model="Classic", rm="MV", obj="MinRisk"))
    volatilities = np.sqrt(np.diag(portfolio.cov.to_numpy()))
    portfolio.mu = pd.DataFrame([volatilities], columns=frame.columns)
    return lambda: weights_of(
        portfolio.optimization(model="Classic", rm="MV", obj="Sharpe", rf=0)
    )


def weights_of(frame):
    """Of a frame with one column, by assets."""
    return frame.to_numpy().ravel()


def main():
    """Warms up with one run and serves more."""
    who, method, assets, cap, file = sys.argv[1:]
    returns = np.fromfile(file).reshape(-1, int(assets))
    makers = {
        "skfolio": skfolio_run,
        "PyPortfolioOpt": pyportfolioopt_run,
        "Riskfolio-Lib": riskfolio_run,
    }
    run = makers[who](method, returns, float(cap))
    first, _ = timed(run)
    answer({"version": version(who), "firstSeconds": first})
    for _ in sys.stdin:
        seconds, weights = timed(run)
        answer({"seconds": seconds, "weights": [float(weight) for weight in weights]})
    answer({"peakMb": peak_memory_mb()})


if __name__ == "__main__":
    main()
