"""Chooses thresholds and temperatures on folds, and says how each fold does with those of the others.

python calibrate.py RUN/x.tsv.logits.jsonl ... [--card reader.onnx OUT/reader.json]
Each file holds what a run wrote about lines it was not trained on. A fold's row in the table uses thresholds chosen on
the other files alone; the card's are chosen on all.
"""
import argparse, hashlib, json, os
import numpy as np
from train import KINDS, REASONS

# What a mistake weighs against a false alert. A missed cry for help is worst; ringing in vain is a nuisance.
MISSED_URGENT, MISSED_POSSIBLE, NOT_RUNG = 3, 2, 2


def load(path):
    rows = [json.loads(line) for line in open(path, encoding='utf-8')]
    return {'name': os.path.basename(path).replace('.logits.jsonl', ''), 'z': np.array([r['z'] for r in rows]),
            'harm': np.array([r['harm'] for r in rows]), 'kind': [r['kind'] for r in rows],
            'reason': [r['reason'] for r in rows]}


def join(folds):
    return {'z': np.concatenate([f['z'] for f in folds]), 'harm': np.concatenate([f['harm'] for f in folds]),
            'kind': sum((f['kind'] for f in folds), []), 'reason': sum((f['reason'] for f in folds), [])}


def sigmoid(x): return 1 / (1 + np.exp(-x))


def thresholds(f):
    """Where mistakes weigh least."""
    p = sigmoid(f['z'][:, :2]); h = f['harm']
    def heard(t): hit = p[:, 0] >= t; return MISSED_URGENT * (~hit & (h == 2)).sum() + MISSED_POSSIBLE * (~hit & (h == 1)).sum() + (hit & (h == 0)).sum()
    def rung(t): hit = p[:, 1] >= t; return NOT_RUNG * (~hit & (h == 2)).sum() + (hit & (h < 2)).sum()
    possible = min(np.arange(.1, .81, .01), key=heard)
    # Not below the other: what rings is a hint first of all.
    return {'possible': round(float(possible), 2), 'urgent': round(float(min(np.arange(possible, .81, .01), key=rung)), 2)}


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
