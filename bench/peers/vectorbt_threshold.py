"""vectorbt: the threshold as a Numba order function over one group with shared cash, sells before buys.

In this simulation a bar begins with the last closes as valuation prices. So target percents are sized at the close before
and filled at the open of the bar, which is what Ballast does.
"""

import numpy as np
import vectorbt as vbt
from contestant import read_prices, read_work, serve
from numba import njit
from vectorbt.portfolio import nb
from vectorbt.portfolio.enums import Direction, NoOrder, SizeType


@njit
def order_buffers(c):
    """Room for the order of calls, made once a group."""
    return (np.empty(c.group_len, dtype=np.float64), np.empty(c.group_len, dtype=np.int64))


@njit
def look(c, order_values, call_seq, opens, targets, size_types, directions, band):
    """Is a weight further than the band from its target at the last closes? Then all assets are called, sells first."""
    is_due = c.i == 0
    if not is_due:
        value = c.last_cash[c.group]
        for col in range(c.from_col, c.to_col):
            value += c.last_position[col] * c.last_val_price[col]
        for col in range(c.from_col, c.to_col):
            weight = c.last_position[col] * c.last_val_price[col] / value
            if abs(weight - targets[col]) > band:
                is_due = True
                break
    if is_due:
        for k in range(c.group_len):
            call_seq[k] = k
            if c.i == 0:
                c.last_val_price[c.from_col + k] = c.close[0, c.from_col + k]
        nb.sort_call_seq_out_nb(c, targets, size_types, directions, order_values, call_seq)
    return (is_due, call_seq)


@njit
def order(c, is_due, call_seq, opens, targets, fee):
    """The next order of a rebalance; the first portfolio is bought at the first close without cost."""
    if not is_due or c.call_idx == c.group_len:
        return -1, NoOrder
    col = c.from_col + call_seq[c.call_idx]
    is_first = c.i == 0
    return col, nb.order_nb(
        size=targets[col],
        price=c.close[0, col] if is_first else opens[c.i, col],
        size_type=SizeType.TargetPercent,
        direction=Direction.LongOnly,
        fees=0.0 if is_first else fee,
    )


def main():
    """Reads the candles and serves runs."""
    work = read_work()
    opens, closes = read_prices(work)
    targets = np.array(work["targets"])
    size_types = np.full(len(targets), SizeType.TargetPercent)
    directions = np.full(len(targets), Direction.LongOnly)
    prices = opens.to_numpy()

    def run():
        return vbt.Portfolio.from_order_func(
            closes,
            order,
            prices,
            targets,
            work["costRate"],
            flexible=True,
            pre_group_func_nb=order_buffers,
            pre_segment_func_nb=look,
            pre_segment_args=(prices, targets, size_types, directions, work["band"]),
            init_cash=work["initialNav"],
            cash_sharing=True,
            group_by=True,
            fill_pos_record=False,
            freq="1h",
        )

    def result_of(portfolio):
        rows = portfolio.order_records["idx"]
        return len(closes), len(np.unique(rows[rows > 0])), portfolio.final_value()

    serve(vbt.__version__, run, result_of)


if __name__ == "__main__":
    main()
