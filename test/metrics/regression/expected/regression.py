"""Makes regression.json: expected values of the regression metrics, from scikit-learn, SciPy and definitions in NumPy.

Run: python3 regression.py > regression.json   (made with scikit-learn 1.2.1, NumPy 1.24, SciPy 1.10, Debian 12)
The weighted median is scikit-learn's since 1.7 (the averaged inverse of the distribution function), from its definition.
"""
import json, sys
import numpy as np
import scipy.optimize as optimize
import scipy.stats as stats
import sklearn.metrics as m


def weighted_median(values, weights):
    order = np.argsort(values)
    x, cumulative = values[order], np.cumsum(weights[order])
    half = cumulative[-1] / 2
    first = int(np.searchsorted(cumulative, half - 1e-9))
    return float((x[first] + x[first + 1]) / 2) if abs(cumulative[first] - half) < 1e-9 else float(x[first])


def weighted_pearson(x, y, w):
    cov = np.cov(x, y, aweights=w, ddof=0)
    return cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1])


def weighted_ranks(x, w):
    """The weight below, and half of the weight at it: O(n^2), from the definition."""
    return np.array([w[x < v].sum() + w[x == v].sum() / 2 for v in x])


def values(y, p, w):
    e = np.abs(p - y)
    sw = {} if w is None else {'sample_weight': w}
    return {
        'mean_absolute_error': m.mean_absolute_error(y, p, **sw),
        'mean_squared_error': m.mean_squared_error(y, p, **sw),
        'root_mean_squared_error': m.mean_squared_error(y, p, squared=False, **sw),
        'median_absolute_error': m.median_absolute_error(y, p) if w is None else weighted_median(e, w),
        'mean_absolute_percentage_error': m.mean_absolute_percentage_error(y, p, **sw),
        'max_error': m.max_error(y, p),
        'r2': m.r2_score(y, p, **sw),
        'explained_variance': m.explained_variance_score(y, p, **sw),
        'mean_error': np.average(p - y, weights=w),
        'mean_pinball_loss': m.mean_pinball_loss(y, p, alpha=0.5, **sw),
        'pearson': stats.pearsonr(y, p)[0] if w is None else weighted_pearson(y, p, w),
        'spearman': stats.spearmanr(y, p)[0] if w is None else weighted_pearson(weighted_ranks(y, w), weighted_ranks(p, w), w),
    }


def hall(x):
    """The ends where Hall's monotone transformation of t, solved by bisection, meets the quantiles of t."""
    n, se = len(x), stats.sem(x)
    skewness = stats.skew(x) / np.sqrt(n) * (1 + 8.5 / n)
    g = lambda t: t + skewness * t ** 2 / 3 + skewness ** 2 * t ** 3 / 27 + skewness / 6
    t = stats.t.ppf(0.975, n - 1)
    solve = lambda level: optimize.brentq(lambda s: g(s) - level, -1e3, 1e3, xtol=1e-14)
    return [max(0, x.mean() - solve(t) * se), x.mean() - solve(-t) * se]


def determination(y, residual):
    """ln(1 - R^2) +- t * standard error, each row's influence as of one left out."""
    n, a, b = len(y), residual / residual.sum(), (y - y.mean()) ** 2 / ((y - y.mean()) ** 2).sum()
    influence = a / (1 - a) - b / (1 - b)
    half = stats.t.ppf(0.975, n - 1) * np.sqrt(n * influence.var(ddof=1))
    rest = residual.sum() / ((y - y.mean()) ** 2).sum()
    return [1 - rest * np.exp(half), 1 - rest * np.exp(-half)]


def pearson(y, p):
    """Fisher's z +- t * standard error, each row's influence over 1 - its leverage among (1, y, p)."""
    n, r = len(y), np.corrcoef(y, p)[0, 1]
    x = np.column_stack([np.ones(n), y, p])
    leverage = np.diag(x @ np.linalg.inv(x.T @ x) @ x.T)
    a, b = stats.zscore(y), stats.zscore(p)
    influence = (a * b - r * (a * a + b * b) / 2) / (1 - leverage) / n
    half = stats.t.ppf(0.975, n - 1) * np.sqrt(n * influence.var(ddof=1)) / (1 - r * r)
    return list(np.tanh(np.arctanh(r) + np.array([-half, half])))


def intervals(y, p):
    e = p - y
    mse = hall(e ** 2)
    return {
        'mean_error': list(stats.t.interval(0.95, len(e) - 1, e.mean(), stats.sem(e))),
        'mean_absolute_error': hall(np.abs(e)), 'mean_squared_error': mse,
        'mean_absolute_percentage_error': hall(np.abs(e) / np.abs(y)),
        'root_mean_squared_error': list(np.sqrt(mse)),
        'r2': determination(y, e ** 2), 'explained_variance': determination(y, (e - e.mean()) ** 2),
        'pearson': pearson(y, p),
    }


def paired_t(a, b):
    d = a - b
    return [float(d.mean()), *map(float, stats.t.interval(0.95, len(d) - 1, d.mean(), stats.sem(d)))]


def case(name, seed, rows, decimals, tail, weighted):
    rng = np.random.default_rng(seed)
    y = np.round(rng.normal(10, 3, rows), decimals)
    p = np.round(y + 0.3 + rng.standard_t(tail, rows), decimals)
    q = np.round(0.8 * y + 1 + 1.5 * rng.standard_t(tail, rows), decimals)
    w = {'shares': rng.uniform(0.1, 3, rows), 'counts': rng.integers(0, 4, rows).astype(float), None: None}[weighted]
    made = {
        'name': name, 'truth': y.tolist(), 'candidate': p.tolist(), 'production': q.tolist(),
        'weights': None if w is None else w.tolist(),
    }
    kept = slice(None) if w is None else w > 0
    y, p, q, w = y[kept], p[kept], q[kept], None if w is None else w[kept]
    floats = lambda d: {k: [float(x) for x in v] if isinstance(v, list) else float(v) for k, v in d.items()}
    made['expected'] = {
        'candidate': floats(values(y, p, w)), 'production': floats(values(y, q, w)),
        'intervals': floats(intervals(y, p)) if w is None else {},
        'differences': {} if w is not None else {
            'mean_error': paired_t(p - y, q - y), 'mean_absolute_error': paired_t(np.abs(p - y), np.abs(q - y)),
            'mean_squared_error': paired_t((p - y) ** 2, (q - y) ** 2),
        },
    }
    return made


json.dump([
    case('few rows', 1, 12, 12, 5, None),
    case('many ties', 2, 60, 0, 5, None),
    case('heavy tails', 3, 101, 12, 2, None),
    case('real weights', 4, 60, 12, 5, 'shares'),
    case('real weights, many ties', 5, 60, 0, 5, 'shares'),
    case('counts, some of them 0', 6, 60, 1, 5, 'counts'),
], sys.stdout, indent=0)
