"""Makes calibration.json: expected curves, calibration and recalibration, from scikit-learn, SciPy and NumPy.

Run: python3 calibration.py > calibration.json   (made with scikit-learn 1.2.1, NumPy 1.24, SciPy 1.10, Debian 12)
"""
import json, sys
import numpy as np
import sklearn.metrics as m
from scipy.optimize import brentq, root
from scipy.special import expit
from sklearn.calibration import _sigmoid_calibration, calibration_curve
from sklearn.isotonic import IsotonicRegression

grid = np.round(np.arange(-0.05, 1.06, 0.01), 2)


def logit(p):
    p = np.clip(p, 2.0 ** -52, 1 - 2.0 ** -52)
    return np.log(p) - np.log(1 - p)


def platt(x, y, w):
    """The optimum of Platt's loss (gradient zero, by SciPy); scikit-learn's BFGS stops near it."""
    positives, negatives = w[y == 1].sum(), w[y == 0].sum()
    target = np.where(y == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    def gradient(line):
        residual = w * (expit(line[0] * x + line[1]) - target) / w.sum()
        return [residual @ x, residual.sum()]
    def hessian(line):
        q = expit(line[0] * x + line[1])
        curve = w * q * (1 - q) / w.sum()
        return [[curve @ x ** 2, curve @ x], [curve @ x, curve.sum()]]
    found = root(gradient, [0, 0], jac=hessian, tol=1e-15)
    assert np.abs(gradient(found.x)).max() < 1e-14, found
    try:
        with np.errstate(invalid='raise'):
            a, b = _sigmoid_calibration(x, y, w)
    except FloatingPointError:
        # Its loss took 0 times the logarithm of a probability that had become 0.
        return {'exact': found.x.tolist(), 'scikit_learn': None}
    return {'exact': found.x.tolist(), 'scikit_learn': [-float(a), -float(b)]}


def temperature(x, y, w):
    """The zero of the log loss's derivative in 1 / temperature."""
    slope = lambda beta: float(w @ ((expit(beta * x) - y) * x)) / w.sum()
    return 1 / brentq(slope, 1e-6, 50, xtol=1e-15, rtol=1e-15)


def decomposition(y, s, w, bins):
    """Murphy's three terms and Stephenson, Coelho and Jolliffe's two, bin by bin from the rows."""
    n, o = w.sum(), np.average(y, weights=w)
    terms = dict(reliability=0.0, resolution=0.0, withinBinVariance=0.0, withinBinCovariance=0.0)
    for b in np.unique(bins[w > 0]):
        i = bins == b
        wk, f, ok = w[i].sum(), np.average(s[i], weights=w[i]), np.average(y[i], weights=w[i])
        terms['reliability'] += wk * (f - ok) ** 2 / n
        terms['resolution'] += wk * (ok - o) ** 2 / n
        terms['withinBinVariance'] += w[i] @ (s[i] - f) ** 2 / n
        terms['withinBinCovariance'] += 2 * w[i] @ ((y[i] - ok) * (s[i] - f)) / n
    return {**{k: float(v) for k, v in terms.items()}, 'uncertainty': float(o * (1 - o))}


def calibrated(probability, y, w):
    edges = np.arange(1, 15) / 15
    bins = np.searchsorted(edges, probability)
    gaps = [abs(w[bins == b] @ (probability[bins == b] - y[bins == b])) for b in range(15)]
    return {
        'log_loss': float(m.log_loss(y, probability, eps=2 ** -52, sample_weight=w)),
        'brier': float(m.brier_score_loss(y, probability, sample_weight=w)), 'ece': float(sum(gaps) / w.sum()),
    }


def curves(y, s, w):
    fpr, tpr, roc_thresholds = m.roc_curve(y, s, sample_weight=w, drop_intermediate=False)
    precision, recall, thresholds = m.precision_recall_curve(y, s, sample_weight=w)
    return {
        'roc': {'x': fpr.tolist(), 'y': tpr.tolist(), 'thresholds': roc_thresholds[1:].tolist()},
        'precision_recall': {'x': recall.tolist(), 'y': precision.tolist(), 'thresholds': thresholds.tolist()},
    }


def case(name, seed, rows, decimals, prevalence, weights):
    rng = np.random.default_rng(seed)
    def split():
        y = (rng.random(rows) < prevalence).astype(int)
        y[:2] = [0, 1]
        s = np.round(expit(1.8 * (1.1 * (2 * y - 1) + rng.normal(size=rows)) + 0.6), decimals)
        w = {'none': np.ones(rows), 'counts': rng.integers(0, 4, rows).astype(float),
             'shares': np.round(rng.gamma(2, 1, rows), 6)}[weights]
        w[:2] = 1
        return y, s, w
    (y, s, w), (ty, ts, tw) = split(), split()
    isotonic = IsotonicRegression(out_of_bounds='clip').fit(s, y, sample_weight=w)
    fitted = platt(logit(s), y, w)
    heat = temperature(logit(s), y, w)
    a, b = fitted['exact']
    uniform = np.searchsorted(np.arange(1, 15) / 15, s)
    share, mean = calibration_curve(y, s, n_bins=15, strategy='uniform')
    return {
        'name': name, 'isWeighted': weights != 'none',
        'validation': {'classes': y.tolist(), 'scores': s.tolist(), 'weights': w.tolist()},
        'test': {'classes': ty.tolist(), 'scores': ts.tolist(), 'weights': tw.tolist()},
        'expected': {
            'curves': curves(y, s, w),
            'uniform': {'share': share.tolist(), 'mean': mean.tolist()},
            'brier': {'score': float(m.brier_score_loss(y, s, sample_weight=w)),
                      'by_score': decomposition(y, s, w, s), 'by_width': decomposition(y, s, w, uniform)},
            'platt': fitted, 'temperature': heat,
            'isotonic': {'grid': grid.tolist(), 'predicted': isotonic.predict(grid).tolist(),
                         'knots': len(isotonic.X_thresholds_)},
            'test': {
                'before': calibrated(ts, ty, tw), 'platt': calibrated(expit(a * logit(ts) + b), ty, tw),
                'temperature': calibrated(expit(logit(ts) / heat), ty, tw),
                'isotonic': calibrated(isotonic.predict(ts), ty, tw),
            },
        },
    }


def quantile_case():
    """Distinct scores, rows divisible by the bins: where NumPy's quantiles and ranks' middles cut alike."""
    rng = np.random.default_rng(7)
    y = (rng.random(120) < 0.4).astype(int)
    s = np.round(expit(2 * y - 1 + rng.normal(size=120)), 12)
    share, mean = calibration_curve(y, s, n_bins=12, strategy='quantile')
    return {'classes': y.tolist(), 'scores': s.tolist(), 'share': share.tolist(), 'mean': mean.tolist()}


json.dump({
    'cases': [
        case('few rows, many ties', 1, 60, 1, 0.5, 'none'),
        case('rare positives', 2, 400, 3, 0.1, 'none'),
        case('weights that count', 3, 150, 2, 0.4, 'counts'),
        case('other weights', 4, 200, 3, 0.3, 'shares'),
    ],
    'quantile': quantile_case(),
}, sys.stdout, separators=(',', ':'))
