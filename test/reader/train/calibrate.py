"""Chooses thresholds and temperatures on lines that no run has learned from, and writes the card of the reader that ships.

python calibrate.py --base BASE --fold RUN LETTERS b.tsv [--card FINAL/reader.onnx FINAL-LETTERS OUT]
RUN and LETTERS hold what a run without these lines said of them, LETTERS its letters.bin too. The card takes the thresholds from there and
the weights from FINAL.
"""
import argparse, hashlib, json, os, random
import numpy as np
import onnxruntime
from transformers import AutoTokenizer

from letters import OUTPUTS, table
from train import ALIKE, KINDS, REASONS

# How much the letters count beside the sentence model.
SHARE = .5
# Of these worries, and of the urgent ones, so many must be heard; false alerts are what that costs.
HEARD, URGENT_HEARD = .95, .97
# What a mistake weighs when it is asked whether a hint rings, and how long messages are heard.
MISSED_URGENT, MISSED_POSSIBLE, NOT_RUNG = 3, 2, 4
WINDOW, OVERLAP, SENTENCES = 64, 20, 12


def sigmoid(x): return 1 / (1 + np.exp(-x))


def load(run, letters, name):
    rows = [json.loads(line) for line in open(f'{run}/{name}.logits.jsonl', encoding='utf-8')]
    beside = np.array([json.loads(line) for line in open(f'{letters}/{name}.letters.jsonl')])
    return {'z': np.array([r['z'] for r in rows]) + SHARE * beside, 'harm': np.array([r['harm'] for r in rows]), 'rows': rows}


def thresholds(f):
    """The highest at which enough is heard; an urgent hint is one first of all, so its own is not below the other."""
    p = sigmoid(f['z'][:, :2]); h = f['harm']
    def heard(t): hit = p[:, 0] >= t; return hit[h > 0].mean() >= HEARD and hit[h > 1].mean() >= URGENT_HEARD
    def rung(t): hit = p[:, 1] >= t; return NOT_RUNG * (~hit & (h == 2)).sum() + (hit & (h < 2)).sum()
    possible = max(t for t in np.arange(.02, .81, .01) if heard(t))
    urgent = round(float(min(np.arange(max(possible, .1), .81, .01), key=rung)), 2)
    return {'possible': round(float(possible), 2), 'urgent': urgent, 'alone': urgent}


def temperature(z, names, labels):
    known = [i for i, one in enumerate(labels) if one in names]
    want = np.array([names.index(labels[i]) for i in known]); z = z[known]
    def loss(t):
        y = z / t; y = y - y.max(1, keepdims=True)
        return -(y[np.arange(len(want)), want] - np.log(np.exp(y).sum(1))).mean()
    return round(float(min(np.arange(.4, 2.5, .05), key=loss)), 2)


def small_table(letters):
    card = json.load(open(f'{letters}/letters.json'))
    return np.fromfile(f'{letters}/letters.bin', dtype=np.int8).reshape(-1, OUTPUTS) * np.array(card['scale']), np.array(card['bias'])


def outputs(session, weights, bias, tok, pieces):
    """What both readers together say of the pieces of one window."""
    ids = [tok.cls_token_id, *tok.convert_tokens_to_ids(pieces), tok.sep_token_id]
    z = session.run(None, {'ids': np.array([ids], dtype=np.int64), 'mask': np.ones((1, len(ids)), dtype=np.int64)})[0][0]
    return z + SHARE * ((table(None, [pieces]) @ weights)[0] + bias)


def windows(pieces):
    count = max(1, -(-(len(pieces) - OVERLAP) // (WINDOW - OVERLAP)))
    length = -(-(len(pieces) + OVERLAP * (count - 1)) // count)
    return [pieces[i * (length - OVERLAP):i * (length - OVERLAP) + length] for i in range(count)]


def per_window(f, model, letters, tok, t):
    """How much surer one of many windows must be: chosen on messages of a dozen of the fold's lines, with and without a worry."""
    rng = random.Random(5); rows = f['rows']
    calm = [r['text'] for r in rows if r['harm'] == 0 and r['kind'] in ('absence', 'lateness', 'question')]
    worries = [r for r in rows if r['harm'] > 0]
    session = onnxruntime.InferenceSession(model); weights, bias = small_table(letters)
    found = []
    for worry in [None] * 120 + worries[::3]:
        lines = rng.sample(calm, SENTENCES)
        if worry: lines.insert(SENTENCES // 2, worry['text'])
        cut = windows(tok.tokenize('. '.join(lines).lower()))
        z = np.array([outputs(session, weights, bias, tok, one)[:2] for one in cut]).max(0)
        found.append((z, np.log(len(cut)), worry['harm'] if worry else 0))
    z = np.array([one[0] for one in found]); n = np.array([one[1] for one in found]); h = np.array([one[2] for one in found])
    def hits(step): p = sigmoid(z - step * n[:, None]); return (p[:, 0] >= t['possible']) | (p[:, 1] >= t['urgent'])
    def cost(step): hit = hits(step); return MISSED_URGENT * (~hit & (h == 2)).sum() + MISSED_POSSIBLE * (~hit & (h == 1)).sum() + (hit & (h == 0)).sum() * (h > 0).sum() / (h == 0).sum()
    best = min(np.arange(0, 1.55, .05), key=cost)
    for step in (0, best): print(f'  long, {step:.2f} a window: heard {hits(step)[h > 0].mean():.2f}, urgent {hits(step)[h > 1].mean():.2f}, false {hits(step)[h == 0].mean():.2f}')
    return round(float(best), 2)


def tell(name, f, t):
    p = sigmoid(f['z'][:, :2]); h = f['harm']; any_ = (p[:, 0] >= t['possible']) | (p[:, 1] >= t['urgent']); ring = p[:, 1] >= t['urgent']
    of = lambda hit, all_: f'{hit.sum()}/{all_.sum()}'
    right = lambda part, names, key: np.mean([names[part[i].argmax()] == r[key] for i, r in enumerate(f['rows']) if r[key] in names and h[i] == 0])
    print(f"{name}: heard {of(any_ & (h > 0), h > 0)} urgent heard {of(any_ & (h > 1), h > 1)} rung {of(ring & (h > 1), h > 1)} possible rung {of(ring & (h == 1), h == 1)}"
          f" false {of(any_ & (h == 0), h == 0)} kind {right(f['z'][:, 2:2 + len(KINDS)], KINDS, 'kind'):.3f} reason {right(f['z'][:, 2 + len(KINDS):], REASONS, 'reason'):.3f} {t}")


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument('--base', required=True)
    args.add_argument('--fold', nargs=3, required=True)
    args.add_argument('--card', nargs=3)
    a = args.parse_args()
    tok = AutoTokenizer.from_pretrained(a.base)
    run, letters, name = a.fold
    f = load(run, letters, name); t = thresholds(f); tell(name, f, t)
    if not a.card: return
    step = per_window(f, f'{run}/reader.onnx', letters, tok, t)
    model, final, out = a.card
    ends = 2 + len(KINDS); sha = lambda path: hashlib.sha256(open(path, 'rb').read()).hexdigest()
    card = {'sha256': sha(model), 'letters': {'sha256': sha(f'{final}/letters.bin'), 'share': SHARE, **json.load(open(f'{final}/letters.json'))},
            'kinds': KINDS, 'reasons': REASONS, 'thresholds': t, 'perWindow': step,
            'temperature': {'kind': temperature(f['z'][:, 2:ends], KINDS, [r['kind'] for r in f['rows']]),
                            'reason': temperature(f['z'][:, ends:], REASONS, [r['reason'] for r in f['rows']])}}
    os.makedirs(out, exist_ok=True)
    with open(f'{out}/reader.json', 'w') as file: json.dump(card, file, indent=2); file.write('\n')
    session = onnxruntime.InferenceSession(model); weights, bias = small_table(final)
    with open(f'{out}/as-trained.json', 'w') as file:
        json.dump([{'text': one, 'z': [round(float(v), 3) for v in outputs(session, weights, bias, tok, tok.tokenize(one.lower()))]} for one in ALIKE], file, ensure_ascii=False, indent=1)
    print({key: card[key] for key in ('thresholds', 'perWindow', 'temperature')})


if __name__ == '__main__':
    main()
