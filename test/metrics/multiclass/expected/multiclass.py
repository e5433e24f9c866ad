"""Makes multiclass.json: expected values of the multiclass metrics, from scikit-learn and from definitions in NumPy.

Run: python3 multiclass.py > multiclass.json   (made with scikit-learn 1.9.1, NumPy 2.4, SciPy 1.17, Python 3.11)
scikit-learn 1.2 would not do: it has no multiclass brier_score_loss, clips log_loss elsewhere and divides by the sum of
each row's probabilities.
"""
import json, sys
import numpy as np
import scipy.stats as stats
import sklearn.metrics as m

z = stats.norm.ppf(0.975)


def wilson(count, total):
    """Roots of (p - x)^2 = z^2 x (1 - x) / n, the definition of the score interval."""
    p = count / total
    roots = np.roots([1 + z * z / total, -(2 * p + z * z / total), p * p])
    return [float(roots.min()), float(roots.max())]


def ece(y, prob, predicted, w):
    confidence = prob[np.arange(len(y)), predicted]
    edges = np.arange(16) / 15
    total = 0.0
    for i in range(15):
        inside = (confidence > edges[i]) & (confidence <= edges[i + 1]) if i else (confidence <= edges[1])
        if w[inside].sum() > 0:
            gap = np.average(confidence[inside], weights=w[inside]) - np.average((y == predicted)[inside], weights=w[inside])
            total += w[inside].sum() / w.sum() * abs(gap)
    return total


def repeated(w, *arrays):
    return [np.repeat(a, w.astype(int), axis=0) for a in arrays]


def metrics(y, prob, predicted, w, kind):
    labels = np.arange(prob.shape[1])
    k = {'sample_weight': w}
    values = {
        'accuracy': m.accuracy_score(y, predicted, **k), 'balanced_accuracy': m.balanced_accuracy_score(y, predicted, **k),
        'matthews_corrcoef': m.matthews_corrcoef(y, predicted, **k), 'cohen_kappa': m.cohen_kappa_score(y, predicted, **k),
        'f1_micro': m.f1_score(y, predicted, average='micro', **k),
        'log_loss': m.log_loss(y, prob, labels=labels, **k), 'brier': m.brier_score_loss(y, prob, labels=labels, **k),
        'roc_auc_ovr': m.roc_auc_score(y, prob, multi_class='ovr', average='macro', **k),
        'ece': ece(y, prob, predicted, w),
    }
    for top in (2, 3):
        if top < len(labels):
            values[f'top_{top}_accuracy'] = m.top_k_accuracy_score(y, prob, k=top, labels=labels, **k)
    for average in ('macro', 'weighted'):
        values[f'precision_{average}'] = m.precision_score(y, predicted, average=average, **k)
        values[f'recall_{average}'] = m.recall_score(y, predicted, average=average, **k)
        values[f'f1_{average}'] = m.f1_score(y, predicted, average=average, **k)
    if kind != 'shares':
        # One versus one takes no weights; a count is as many rows.
        ry, rprob = repeated(w, y, prob)
        values['roc_auc_ovo'] = m.roc_auc_score(ry, rprob, multi_class='ovo', average='macro')
    confusion = m.confusion_matrix(y, predicted, labels=labels, sample_weight=w)
    precision, recall, f1, _ = m.precision_recall_fscore_support(y, predicted, labels=labels, sample_weight=w)
    expected = {
        'confusion': confusion.tolist(), 'values': {key: float(value) for key, value in values.items()},
        'classes': {'precision': precision.tolist(), 'recall': recall.tolist(), 'f1': f1.tolist()},
    }
    if kind != 'shares':
        expected['wilson'] = {'accuracy': wilson(np.trace(confusion), confusion.sum()),
                              'recall': [wilson(confusion[i, i], confusion[i].sum()) for i in labels],
                              'precision': [wilson(confusion[i, i], confusion[:, i].sum()) for i in labels]}
    return expected


def case(name, seed, rows, label_count, decimals, kind):
    """decimals: binary places to which probabilities are cut (so that they tie); None: all."""
    rng = np.random.default_rng(seed)
    y = rng.choice(label_count, rows, p=np.arange(label_count, 0, -1) / np.arange(1, label_count + 1).sum())
    y[:label_count] = np.arange(label_count)
    w = {'none': np.ones(rows), 'counts': rng.integers(0, 5, rows).astype(float),
         'shares': rng.integers(1, 1000, rows) / 128 + 0.001}[kind]
    w[:2 * label_count] = np.maximum(w[:2 * label_count], 1)

    def model(signal):
        logits = signal * np.eye(label_count)[y] + rng.normal(size=(rows, label_count))
        prob = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        if decimals is not None:
            scale = 2 ** decimals
            prob = np.floor(prob * scale) / scale
            prob[:, 0] += 1 - prob.sum(axis=1)
        prob[label_count:2 * label_count] = np.eye(label_count)[:label_count]  # certain, and sometimes wrong
        return prob
    candidate, production = model(1.6), model(1.0)

    def described(prob):
        predicted = prob.argmax(axis=1)
        return metrics(y, prob, predicted, w, kind)
    both = (candidate.argmax(axis=1) == y).astype(int) * 2 + (production.argmax(axis=1) == y)
    discordant = [float(w[both == 2].sum()), float(w[both == 1].sum())]
    return {
        'name': name, 'labels': [chr(97 + i) for i in range(label_count)], 'classes': y.tolist(),
        'weights': None if kind == 'none' else w.tolist(),
        'candidate': candidate.T.tolist(), 'production': production.T.tolist(),
        'expected': {'candidate': described(candidate), 'production': described(production),
                     'mcnemar_p': None if kind == 'shares'
                     else float(stats.binomtest(int(discordant[0]), int(sum(discordant))).pvalue)},
    }


json.dump([
    case('three classes, many ties', 1, 60, 3, 3, 'none'),
    case('five classes, distinct probabilities', 2, 150, 5, None, 'none'),
    case('four classes, counts', 3, 80, 4, 6, 'counts'),
    case('four classes, shares', 4, 80, 4, 6, 'shares'),
], sys.stdout, indent=0)
