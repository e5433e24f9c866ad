"""Makes weighted.json: binary metrics of weighted and grouped rows, from scikit-learn and from definitions in plain NumPy.

Run: python3 weighted.py > weighted.json   (made with scikit-learn 1.2.1, NumPy 1.24, SciPy 1.10, Debian 12)
"""
import json, sys
import numpy as np
import scipy.optimize
import scipy.stats as stats
import sklearn.metrics as m

rng = np.random.default_rng(20)
n = 240
group = rng.integers(0, 40, n)
effect = rng.normal(0, 0.15, 40)
y = (rng.random(n) < 0.35 + effect[group] / 2).astype(int)
s = np.round(np.clip(0.3 + 0.3 * y + effect[group] + rng.normal(0, 0.2, n), 0, 1), 2)
w = np.round(rng.gamma(2, 1, n) + 0.05, 3)
p = (s >= 0.5).astype(int)
z = stats.norm.ppf(0.975)


def ece(y, s, w):
    edges = np.arange(16) / 15
    total = 0.0
    for i in range(15):
        inside = (s > edges[i]) & (s <= edges[i + 1]) if i else (s >= 0) & (s <= edges[1])
        if inside.any():
            share = w[inside].sum() / w.sum()
            total += share * abs(np.average(s[inside], weights=w[inside]) - np.average(y[inside], weights=w[inside]))
    return total


def values(y, s, p, w):
    tn, fp, fn, tp = m.confusion_matrix(y, p, sample_weight=w).ravel()
    fpr, tpr, _ = m.roc_curve(y, s, drop_intermediate=False, sample_weight=w)
    k = dict(sample_weight=w)
    return {
        'accuracy': m.accuracy_score(y, p, **k), 'balanced_accuracy': m.balanced_accuracy_score(y, p, **k),
        'precision': m.precision_score(y, p, **k), 'recall': m.recall_score(y, p, **k),
        'specificity': m.recall_score(y, p, pos_label=0, **k), 'npv': m.precision_score(y, p, pos_label=0, **k),
        'f1': m.f1_score(y, p, **k), 'f2': m.fbeta_score(y, p, beta=2, **k), 'f0_5': m.fbeta_score(y, p, beta=0.5, **k),
        'jaccard': m.jaccard_score(y, p, **k), 'matthews_corrcoef': m.matthews_corrcoef(y, p, **k),
        'cohen_kappa': m.cohen_kappa_score(y, p, **k), 'false_positive_rate': fp / (fp + tn),
        'false_negative_rate': fn / (fn + tp), 'predicted_positive_rate': np.average(p, weights=w),
        'prevalence': np.average(y, weights=w), 'roc_auc': m.roc_auc_score(y, s, **k),
        'average_precision': m.average_precision_score(y, s, **k),
        'log_loss': m.log_loss(y, np.clip(s, 2.0 ** -52, 1 - 2.0 ** -52), **k), 'brier': m.brier_score_loss(y, s, **k),
        'ece': ece(y, s, w), 'ks': np.abs(tpr - fpr).max(), 'gini': 2 * m.roc_auc_score(y, s, **k) - 1,
        'expected_cost': (fp + 5 * fn) / w.sum(),
    }


def auc_influence(y, s, w):
    """The placement of each row less the area, over the weight of its class."""
    kernel = (s[:, None] > s[None, :]) + 0.5 * (s[:, None] == s[None, :])
    pos, neg = y == 1, y == 0
    above = (kernel[np.ix_(pos, neg)] * w[neg]).sum(axis=1) / w[neg].sum()
    below = (kernel[np.ix_(pos, neg)] * w[pos][:, None]).sum(axis=0) / w[pos].sum()
    auc = np.average(above, weights=w[pos])
    phi = np.empty(len(y))
    phi[pos] = (above - auc) / w[pos].sum()
    phi[neg] = (below - auc) / w[neg].sum()
    return auc, phi


def errors(phi, w, group):
    """Standard error for independent shares (Kish), and for whole groups (cluster-robust)."""
    kish = w.sum() ** 2 / (w ** 2).sum()
    sums = np.bincount(group, weights=w * phi, minlength=40)
    count = len(np.unique(group))
    return [float(np.sqrt(kish / (kish - 1) * ((w * phi) ** 2).sum())), float(np.sqrt(count / (count - 1) * (sums ** 2).sum()))]


def recall_influence(y, p, w):
    recall = np.average(p[y == 1], weights=w[y == 1])
    return np.where(y == 1, (p - recall) / w[y == 1].sum(), 0)


def wilson(share, size, q=z):
    a, b, c = 1 + q * q / size, -(2 * share + q * q / size), share * share
    return sorted(float(root) for root in np.roots([a, b, c]))


one = np.ones(n)
recall = {}
for name, weights in (('shares', w), ('groups', one)):
    share = np.average(p[y == 1], weights=weights[y == 1])
    error = errors(recall_influence(y, p, weights), weights, group)[0 if name == 'shares' else 1]
    stakes = np.bincount(group, weights=np.abs(recall_influence(y, p, weights)), minlength=40)
    freedom = stakes.sum() ** 2 / (stakes ** 2).sum() - 1
    q = z if name == 'shares' else stats.t.ppf(0.975, freedom)
    recall[name] = wilson(share, min((y == 1).sum(), share * (1 - share) / error ** 2), q)
auc, phi = auc_influence(y, s, w)
auc_one, phi_one = auc_influence(y, s, one)
def carried(terms):
    """Satterthwaite's degrees of freedom of a sum of squares: 2 V^2 / Var V."""
    return 2 * (terms ** 2).sum() ** 2 / ((terms ** 4).sum() - (terms ** 2).sum() ** 2 / len(terms))


def logit_ends(x, half):
    centre, step = np.log(x / (1 - x)), half / (x * (1 - x))
    return [float(1 / (1 + np.exp(-(centre - step)))), float(1 / (1 + np.exp(-(centre + step))))]


def hall(value, phi, w):
    """The ends where Hall's monotone transformation of t, solved by bisection, meets the quantiles of t (shares)."""
    freedom = w.sum() ** 2 / (w ** 2).sum() - 1
    c = w * phi
    skewness = (c ** 3).sum() / (c ** 2).sum() ** 1.5 * (1 + 8.5 / (freedom + 1))
    g = lambda t: t + skewness * t ** 2 / 3 + skewness ** 2 * t ** 3 / 27 + skewness / 6
    error, q = errors(phi, w, group)[0], stats.t.ppf(0.975, freedom)
    return [float(value - error * scipy.optimize.brentq(lambda t: g(t) - level, -1e3, 1e3, xtol=1e-14)) for level in (q, -q)]


kish = w.sum() ** 2 / (w ** 2).sum()
half_shares = stats.t.ppf(0.975, min(kish - 1, carried(w * phi))) * errors(phi, w, group)[0]
half_groups = stats.t.ppf(0.975, len(np.unique(group)) - 1) * errors(phi_one, one, group)[1]
loss = (s - y) ** 2
brier = np.average(loss, weights=w)

json.dump({
    'classes': y.tolist(), 'scores': s.tolist(), 'weights': w.tolist(), 'groups': group.tolist(),
    'threshold': 0.5, 'costs': [1, 5],
    'values': {k: float(v) for k, v in values(y, s, p, w).items()},
    'recall': recall,
    'roc_auc': {'shares': logit_ends(auc, half_shares), 'groups': logit_ends(auc_one, half_groups)},
    'brier': {'shares': hall(brier, (loss - brier) / w.sum(), w)},
}, sys.stdout, indent=1)
