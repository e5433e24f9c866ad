"""Makes binary.json: expected values of the binary metrics, from scikit-learn and from definitions in plain NumPy.

Run: python3 binary.py > binary.json   (made with scikit-learn 1.2.1, NumPy 1.24, SciPy 1.10, Debian 12; the intervals of
`delong` with NumPy 2.4, SciPy 1.17)
"""
import json, sys
import numpy as np
import scipy.special as special
import scipy.stats as stats
import sklearn.metrics as m

z = stats.norm.ppf(0.975)


def wilson(count, total):
    """Roots of (p - x)^2 = z^2 x (1 - x) / n, the definition of the score interval."""
    p = count / total
    a, b, c = 1 + z * z / total, -(2 * p + z * z / total), p * p
    low, high = np.roots([a, b, c])[::-1]
    return [float(min(low, high)), float(max(low, high))]


def placements(y, s):
    pos, neg = s[y == 1], s[y == 0]
    kernel = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
    return kernel.mean(axis=1), kernel.mean(axis=0)


def delong(y, a, b):
    """The definition, O(P N): covariance of the placements of both models."""
    pa, na = placements(y, a)
    pb, nb = placements(y, b)
    cov = np.cov(np.vstack([pa, pb])) / len(pa) + np.cov(np.vstack([na, nb])) / len(na)
    auc = [pa.mean(), pb.mean()]
    se = np.sqrt(np.diag(cov))

    def on_logit_scale(area, of_positives, of_negatives, error):
        """logit(A) ± t·error/(A(1 − A)), with Welch's degrees of freedom of the two variances."""
        v, w = of_positives.var(ddof=1) / len(of_positives), of_negatives.var(ddof=1) / len(of_negatives)
        freedom = (v + w) ** 2 / (v ** 2 / (len(of_positives) - 1) + w ** 2 / (len(of_negatives) - 1))
        half = stats.t.ppf(0.975, freedom) * error / (area * (1 - area))
        return [float(special.expit(special.logit(area) - half)), float(special.expit(special.logit(area) + half))]

    d = auc[0] - auc[1]
    sd = np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    return {
        'candidate': on_logit_scale(auc[0], pa, na, se[0]),
        'production': on_logit_scale(auc[1], pb, nb, se[1]),
        'difference': [float(d), float(d - z * sd), float(d + z * sd), float(2 * stats.norm.sf(abs(d / sd)))],
    }


def ece(y, s):
    edges = np.arange(16) / 15
    total = 0.0
    for i in range(15):
        inside = (s > edges[i]) & (s <= edges[i + 1]) if i else (s >= 0) & (s <= edges[1])
        if inside.any():
            total += inside.mean() * abs(s[inside].mean() - y[inside].mean())
    return total


def metrics(y, s, threshold, cost_fp, cost_fn):
    p = (s >= threshold).astype(int)
    tn, fp, fn, tp = m.confusion_matrix(y, p).ravel()
    fpr, tpr, _ = m.roc_curve(y, s, drop_intermediate=False)
    auc = m.roc_auc_score(y, s)
    values = {
        'accuracy': m.accuracy_score(y, p), 'balanced_accuracy': m.balanced_accuracy_score(y, p),
        'precision': m.precision_score(y, p), 'recall': m.recall_score(y, p),
        'specificity': m.recall_score(1 - y, 1 - p), 'npv': m.precision_score(1 - y, 1 - p),
        'f1': m.f1_score(y, p), 'f2': m.fbeta_score(y, p, beta=2), 'f0_5': m.fbeta_score(y, p, beta=0.5),
        'jaccard': m.jaccard_score(y, p), 'matthews_corrcoef': m.matthews_corrcoef(y, p),
        'cohen_kappa': m.cohen_kappa_score(y, p),
        'fowlkes_mallows': np.sqrt(m.precision_score(y, p) * m.recall_score(y, p)),
        'false_positive_rate': fp / (fp + tn),
        'false_negative_rate': fn / (fn + tp), 'predicted_positive_rate': p.mean(), 'prevalence': y.mean(),
        'roc_auc': auc, 'average_precision': m.average_precision_score(y, s), 'log_loss': m.log_loss(y, s, eps=2 ** -52),
        'brier': m.brier_score_loss(y, s), 'ece': ece(y, s), 'ks': np.abs(tpr - fpr).max(), 'gini': 2 * auc - 1,
        'expected_cost': (cost_fp * fp + cost_fn * fn) / len(y),
    }
    return {
        'confusion': [[int(tn), int(fp)], [int(fn), int(tp)]],
        'values': {k: float(v) for k, v in values.items()},
        'wilson': {
            'accuracy': wilson(tp + tn, len(y)), 'recall': wilson(tp, tp + fn), 'precision': wilson(tp, tp + fp),
            'specificity': wilson(tn, tn + fp),
        },
    }


def case(name, seed, rows, decimals, prevalence, threshold, costs):
    rng = np.random.default_rng(seed)
    y = (rng.random(rows) < prevalence).astype(int)
    y[:2] = [0, 1]
    def model(signal):
        return np.round(1 / (1 + np.exp(-(signal * (2 * y - 1) + rng.normal(size=rows)))), decimals)
    a, b = model(1.2), model(0.8)
    discordant = [int(((a >= threshold) == y).astype(int)[((b >= threshold) != y)].sum()),
                  int(((b >= threshold) == y).astype(int)[((a >= threshold) != y)].sum())]
    return {
        'name': name, 'threshold': threshold, 'costs': costs, 'classes': y.tolist(),
        'candidate': a.tolist(), 'production': b.tolist(),
        'expected': {'candidate': metrics(y, a, threshold, *costs), 'production': metrics(y, b, threshold, *costs),
                     'delong': delong(y, a, b),
                     'mcnemar_p': float(stats.binomtest(discordant[0], sum(discordant)).pvalue) if sum(discordant) else 1.0},
    }


json.dump([
    case('few rows, many ties', 1, 40, 1, 0.5, 0.5, [1, 1]),
    case('rare positives', 2, 200, 3, 0.1, 0.3, [1, 10]),
    case('distinct scores', 3, 120, 12, 0.4, 0.62, [2, 3]),
], sys.stdout, indent=0)
