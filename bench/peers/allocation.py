"""skfolio or PyPortfolioOpt: the weights of one method for each line of input.

Given on the command line: who, the method, assets, the cap of a weight, and a file of returns (float64, days by assets). skfolio starts
from returns, whose covariance it takes within the time; PyPortfolioOpt starts from the covariance.
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


def main():
    """Warms up with one run and serves more."""
    who, method, assets, cap, file = sys.argv[1:]
    returns = np.fromfile(file).reshape(-1, int(assets))
    makers = {"skfolio": skfolio_run, "PyPortfolioOpt": pyportfolioopt_run}
    run = makers[who](method, returns, float(cap))
    first, _ = timed(run)
    answer({"version": version(who), "firstSeconds": first})
    for _ in sys.stdin:
        seconds, weights = timed(run)
        answer({"seconds": seconds, "weights": [float(weight) for weight in weights]})
    answer({"peakMb": peak_memory_mb()})


if __name__ == "__main__":
    main()
