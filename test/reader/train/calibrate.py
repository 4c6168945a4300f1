"""Chooses thresholds and temperatures on folds, and says how each fold does with those of the others.

python calibrate.py RUN/x.tsv.logits.jsonl ... [--card reader.onnx OUT/reader.json]
Each file holds what a run wrote about lines it was not trained on. A fold's row in the table uses thresholds chosen on
the other files alone; the card's are chosen on all.
"""
import argparse, hashlib, json, os
import numpy as np
from train import KINDS, REASONS

FALSE_POSSIBLE = .03  # of calm messages, half of them look-alikes: 2 % of ordinary and 10 % of look-alikes at most
FALSE_URGENT = .35    # of messages that are possible only: ringing for them is a nuisance, not ringing is worse


def load(path):
    rows = [json.loads(line) for line in open(path, encoding='utf-8')]
    return {'name': os.path.basename(path).replace('.logits.jsonl', ''), 'z': np.array([r['z'] for r in rows]),
            'harm': np.array([r['harm'] for r in rows]), 'kind': [r['kind'] for r in rows],
            'reason': [r['reason'] for r in rows]}


def join(folds):
    return {'z': np.concatenate([f['z'] for f in folds]), 'harm': np.concatenate([f['harm'] for f in folds]),
            'kind': sum((f['kind'] for f in folds), []), 'reason': sum((f['reason'] for f in folds), [])}


def sigmoid(x): return 1 / (1 + np.exp(-x))


def lowest(scores_wrong, share, least, most):
    """The lowest threshold at which no more than this share of the wrong ones passes."""
    if len(scores_wrong) == 0: return .5
    return float(np.clip(np.quantile(scores_wrong, 1 - share), least, most))


def thresholds(f):
    p = sigmoid(f['z'][:, :2])
    return {'possible': round(lowest(p[f['harm'] == 0, 0], FALSE_POSSIBLE, .1, .6), 3),
            'urgent': round(lowest(p[f['harm'] == 1, 1], FALSE_URGENT, .3, .7), 3)}


def temperature(z, names, labels):
    known = [i for i, one in enumerate(labels) if one in names]
    if not known: return 1.
    want = np.array([names.index(labels[i]) for i in known]); z = z[known]
    def loss(t):
        y = z / t; y = y - y.max(1, keepdims=True)
        return -(y[np.arange(len(want)), want] - np.log(np.exp(y).sum(1))).mean()
    return float(min(np.arange(.4, 2.5, .05), key=loss))


def tell(f, t):
    p = sigmoid(f['z'][:, :2]); any_ = (p[:, 0] >= t['possible']) | (p[:, 1] >= t['urgent']); ring = p[:, 1] >= t['urgent']
    h = f['harm']; of = lambda hit, all_: f'{hit.sum()}/{all_.sum()}'
    acc = lambda part, names, key: [names[part[i].argmax()] == one for i, one in enumerate(f[key]) if one in names and h[i] == 0]
    k = acc(f['z'][:, 2:2 + len(KINDS)], KINDS, 'kind'); r = acc(f['z'][:, 2 + len(KINDS):], REASONS, 'reason')
    print(f"{f.get('name', 'all'):28s} heard {of(any_ & (h > 0), h > 0):>9s} urgent heard {of(any_ & (h > 1), h > 1):>8s}"
          f" rung {of(ring & (h > 1), h > 1):>8s} possible rung {of(ring & (h == 1), h == 1):>8s}"
          f" false {of(any_ & (h == 0), h == 0):>8s} kind {np.mean(k) if k else 0:.3f} reason {np.mean(r) if r else 0:.3f} {t}")


def main():
    args = argparse.ArgumentParser()
    args.add_argument('folds', nargs='+')
    args.add_argument('--card', nargs=2)
    a = args.parse_args()
    folds = [load(path) for path in a.folds]
    for i, fold in enumerate(folds):
        tell(fold, thresholds(join([one for j, one in enumerate(folds) if j != i] or folds)))
    both = join(folds); tell(both, thresholds(both))
    if a.card:
        model, out = a.card
        ends = 2 + len(KINDS)
        card = {'sha256': hashlib.sha256(open(model, 'rb').read()).hexdigest(), 'kinds': KINDS, 'reasons': REASONS,
                'thresholds': thresholds(both),
                'temperature': {'kind': round(temperature(both['z'][:, 2:ends], KINDS, both['kind']), 2),
                                'reason': round(temperature(both['z'][:, ends:], REASONS, both['reason']), 2)}}
        with open(out, 'w') as f: json.dump(card, f, indent=2); f.write('\n')
        print(card)


if __name__ == '__main__':
    main()
