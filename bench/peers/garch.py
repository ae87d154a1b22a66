"""arch: one fit of GARCH(1,1), or of GJR-GARCH(1,1) with Student's t, by maximum likelihood for each line of input.

Given on the command line: the file of returns and its column. The model is made before; only `fit` is timed.
"""

import sys

import arch
import pandas as pd
from contestant import answer, peak_memory_mb, timed

MODELS = {"garch": {"o": 0, "dist": "normal"}, "gjr_t": {"o": 1, "dist": "t"}}


def main():
    """Warms up with one fit and serves more."""
    file, column = sys.argv[1:]
    returns = pd.read_csv(file)[column].to_numpy()
    model = arch.arch_model(returns, mean="Zero", p=1, q=1, rescale=False, **MODELS[column])

    def run():
        return model.fit(disp="off")

    first, _ = timed(run)
    answer({"version": arch.__version__, "firstSeconds": first})
    for _ in sys.stdin:
        seconds, fit = timed(run)
        found = {
            "logLikelihood": float(fit.loglikelihood),
            "omega": float(fit.params["omega"]),
            "alpha": float(fit.params["alpha[1]"]),
            "gamma": float(fit.params.get("gamma[1]", 0)),
            "beta": float(fit.params["beta[1]"]),
            "degreesOfFreedom": float(fit.params["nu"]) if "nu" in fit.params else None,
        }
        answer({"seconds": seconds, **found})
    answer({"peakMb": peak_memory_mb()})


if __name__ == "__main__":
    main()
