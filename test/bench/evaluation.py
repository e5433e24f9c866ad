"""What scikit-learn says of a file of predictions, and how long it takes: `evaluation.py FILE REPLICATES SLICE…`, JSON out."""
import json
import sys
import time

import numpy as np
import sklearn
from sklearn import metrics as m


def measured(y, score):
    """Every binary metric at a threshold of 0.5; those that scikit-learn does not have from its counts and curves."""
    predicted = (score >= 0.5).astype(np.int8)
    (tn, fp), (fn, tp) = m.confusion_matrix(y, predicted, labels=[0, 1])
    false_rate, true_rate, _ = m.roc_curve(y, score)
    area = m.roc_auc_score(y, score)
    return {
        'accuracy': m.accuracy_score(y, predicted),
        'balanced_accuracy': m.balanced_accuracy_score(y, predicted),
        'precision': m.precision_score(y, predicted),
        'recall': m.recall_score(y, predicted),
        'specificity': m.recall_score(y, predicted, pos_label=0),
        'npv': m.precision_score(y, predicted, pos_label=0),
        'f1': m.f1_score(y, predicted),
        'f2': m.fbeta_score(y, predicted, beta=2),
        'f0_5': m.fbeta_score(y, predicted, beta=0.5),
        'jaccard': m.jaccard_score(y, predicted),
        'matthews_corrcoef': m.matthews_corrcoef(y, predicted),
        'cohen_kappa': m.cohen_kappa_score(y, predicted),
        'false_positive_rate': fp / (fp + tn),
        'false_negative_rate': fn / (fn + tp),
        'predicted_positive_rate': (tp + fp) / len(y),
        'prevalence': (tp + fn) / len(y),
        'roc_auc': area,
        'average_precision': m.average_precision_score(y, score),
        'log_loss': m.log_loss(y, score),
        'brier': m.brier_score_loss(y, score),
        'ece': calibration_error(y, score),
        'ks': np.max(np.abs(true_rate - false_rate)),
        'gini': 2 * area - 1,
        'expected_cost': (fp + fn) / len(y),
    }


def calibration_error(y, score, bins=15):
    inner = np.arange(1, bins) / bins
    place = np.searchsorted(inner, score, side='left')
    return np.abs(np.bincount(place, score - y, bins)).sum() / len(y)


def parts_of(table, column):
    return {str(value): table[table[column] == value] for value in np.unique(table[column])}


def main(path, replicates, slices):
    started = time.perf_counter()
    with open(path) as file:
        header = file.readline().strip().split(',')
    kinds = {'label': np.int8, 'score': float, 'score_v1': float, 'split': 'U10', **{name: 'U1' for name in slices}}
    table = np.loadtxt(path, delimiter=',', skiprows=1, usecols=[header.index(name) for name in kinds], dtype=list(kinds.items()))
    reading = time.perf_counter() - started
    splits = parts_of(table, 'split')
    models = {'candidate': 'score', 'production': 'score_v1'}

    def of_rows(rows):
        y = np.ascontiguousarray(rows['label'])
        return {model: measured(y, np.ascontiguousarray(rows[column])) for model, column in models.items()}

    started = time.perf_counter()
    whole = {name: of_rows(rows) for name, rows in splits.items()}
    points = time.perf_counter() - started

    started = time.perf_counter()
    first = {name: {value: of_rows(part) for value, part in parts_of(rows, slices[0]).items()} for name, rows in splits.items()}
    one_column = time.perf_counter() - started

    random = np.random.default_rng(1)
    started = time.perf_counter()
    for _ in range(replicates):
        for rows in splits.values():
            of_rows(rows.take(random.integers(0, len(rows), len(rows))))
    bootstrap = (time.perf_counter() - started) / replicates
    print(json.dumps({
        'version': sklearn.__version__, 'splits': whole, 'slices': first,
        'seconds': {'reading': reading, 'points': points, 'one_column': one_column, 'replicate': bootstrap},
    }, default=float))


main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
