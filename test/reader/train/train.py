"""Trains the learned reader and writes it as one int8 ONNX file.

A small sentence model (the first layers of e5-small-v2) is fine-tuned with four heads over the same words: any hint at harm, an urgent
one, what the message is for (kind), and the reason. How to run it, and what the labels mean: README.md beside this.
"""
import argparse, glob, json, math, os, random, re, time
import numpy as np, torch
from torch.nn import functional as F
from transformers import AutoModel, AutoTokenizer

import patterns

KINDS = ['absence', 'lateness', 'early_leave', 'retract', 'question', 'dispute', 'off_topic', 'disclosure']
REASONS = ['none', 'medical_appointment', 'family_emergency', 'sickness', 'annual_leave', 'urgent_work', 'bereavement',
           'transport', 'other']
REPORTS = {'absence', 'lateness', 'early_leave'}
INTENTS = {'retract': 'retract', 'question': 'question', 'query': 'question', 'mark_dispute': 'dispute',
           'off_topic': 'off_topic'}
# Strangers' chat is taken as calm; what could be a worry in it stays out.
DARK = re.compile(r'\b(kill|die[ds]?|dying|dead|death|suicid\w*|hurt\w*|hit|beat\w*|hate[ds]?|scared|afraid|cry|crying|alone|lonely|depress\w*|'
                  r'shatter\w*|drugs?|weed|rape\w*|abus\w*|threat\w*|police|blood|naked|porn|sex\w*|slave|tortur\w*|punish\w*|worthless|goodbye)\b', re.I)
# What the bot's own runtime must say of these as well (as-trained.json): same words in front, same pieces, same pooling.
ALIKE = ['Not in tomorrow, dentist at 2', 'dw i’n hwyr, mae’r bws wedi torri i lawr ☹', 'ILL AGAIN!! back on Thurs??', 'café shift moved, boss needs me till 4',
         'i can’t go home he’ll find out', 'thanks']
LONGEST = 160  # tokens; lines are at most 600 characters, so hardly one is cut


def read_tsv(path):
    """Rows (text, harm 0..2, kind or None, reason or None) of label<TAB>kind<TAB>reason<TAB>text."""
    for line in open(path, encoding='utf-8'):
        cells = line.rstrip('\n').split('\t')
        if len(cells) != 4 or cells[0] not in ('none', 'possible', 'urgent') or cells[1] not in KINDS:
            continue
        reason = cells[2] if cells[1] in REPORTS and cells[2] in REASONS else None
        yield cells[3], ['none', 'possible', 'urgent'].index(cells[0]), cells[1], reason


def read_jsonl(path):
    """The same rows from lines labelled whole; kind and reason only where there is one event."""
    for line in open(path, encoding='utf-8'):
        row = json.loads(line)
        if 'expected' not in row:  # held-out.jsonl has the four cells by name
            yield row['text'], ['none', 'possible', 'urgent'].index(row['harm']), row['kind'], \
                row['reason'] if row['kind'] in REPORTS else None
            continue
        want = row['expected']; events = want['events']
        harm = ['none', 'possible', 'urgent'].index(want['safeguarding'])
        kind = INTENTS.get(want['intent']) or (events[0]['kind'] if len(events) == 1 else None)
        if kind not in KINDS: kind = None
        reason = events[0].get('reason') if len(events) == 1 and kind in REPORTS else None
        yield row['text'], harm, kind, reason if reason in REASONS else None


def read_calm(path):
    """Ordinary chat, one message a line or after a tab: nothing is said of kind and reason. Lines with words of harm stay out."""
    for line in open(path, encoding='utf-8', errors='replace'):
        label, _, text = line.rstrip('\n').rpartition('\t')
        if label.lower() in ('', 'ham') and 12 <= len(text) <= 400 and not DARK.search(text):
            yield text, 0, None, None


def read_all(paths):
    rows = []
    for path in paths:
        name = os.path.basename(path)
        rows += [(*row, name) for row in (read_jsonl if path.endswith('.jsonl') else read_tsv)(path)]
    return rows


SPEAK = [('you', 'u'), ('are', 'r'), ('tomorrow', 'tmrw'), ('today', '2day'), ('because', 'cos'), ('and', 'n'),
         ('please', 'pls'), ('to', '2'), ('for', '4'), ("i'm", 'im'), ('going to', 'gonna'), ('about', 'abt'),
         ('be', 'b'), ('see', 'c'), ('thanks', 'ta'), ('with', 'w'), ('my', 'me'), ("can't", 'cant'), ("won't", 'wont'),
         ("don't", 'dont'), ('really', 'rly'), ('people', 'ppl'), ('sorry', 'soz'), ('mum', 'mam'), ('college', 'coll')]


def roughen(text, rng):
    """The same message as a hurried thumb would type it."""
    if rng.random() < .3: text = ''.join(c for c in text if c not in "'’`")
    if rng.random() < .3: text = ''.join(' ' if c in ',.;:!' else c for c in text)
    if rng.random() < .3:
        padded = f' {text.lower()} '
        for long, short in SPEAK:
            if rng.random() < .5: padded = padded.replace(f' {long} ', f' {short} ')
        text = padded.strip()
    if rng.random() < .25:
        chars = list(text)
        for _ in range(rng.randint(1, 2)):
            i = rng.randrange(len(chars)) if chars else 0
            if i + 1 < len(chars) and chars[i].isalpha() and chars[i + 1].isalpha():
                what = rng.random()
                if what < .4: chars[i], chars[i + 1] = chars[i + 1], chars[i]
                elif what < .8: del chars[i]
                else: chars.insert(i, chars[i])
        text = ''.join(chars)
    return text


class Net(torch.nn.Module):
    def __init__(self, base):
        super().__init__()
        self.base = AutoModel.from_pretrained(base, add_pooling_layer=False, attn_implementation='eager')
        self.drop = torch.nn.Dropout(.1)
        self.head = torch.nn.Linear(768, 2 + len(KINDS) + len(REASONS))

    def forward(self, ids, mask):
        words = self.base(input_ids=ids, attention_mask=mask).last_hidden_state
        m = mask.unsqueeze(-1).to(words.dtype)
        mean = (words * m).sum(1) / m.sum(1)
        most = (words - (1 - m) * 1e4).max(1).values
        return self.head(self.drop(torch.cat([mean, most], 1)))


def hearing(z, is_so):
    """What hearing costs: each line by itself, those it is unsure of more; and each worry beside each calm line of the batch, since a
    worry need only stand above what is calm."""
    want = is_so.float() * .96 + .02
    each = F.binary_cross_entropy_with_logits(z, want, reduction='none')
    p = torch.sigmoid(z.detach()); off = torch.where(is_so, 1 - p, p)
    alone = (each * (.5 + off)).mean()
    if not is_so.any() or is_so.all(): return alone
    gap = z[is_so][:, None] - z[~is_so][None]
    w = torch.sigmoid(-gap.detach() / 2) + .02
    return alone + .5 * (F.softplus(-(gap - 1)) * w).sum() / w.sum()


def batches(rows, size, rng):
    """Batches of similar length, in random order."""
    order = list(range(len(rows))); rng.shuffle(order)
    chunks = [sorted(order[i:i + size * 20], key=lambda j: len(rows[j][0])) for i in range(0, len(order), size * 20)]
    found = [chunk[i:i + size] for chunk in chunks for i in range(0, len(chunk), size)]
    rng.shuffle(found)
    return found


def train(rows, base, epochs, seed, begin=None, pull=.5, still=3, say=print):
    """The net after `epochs` over the rows; its embeddings and first `still` layers stay as they are."""
    torch.manual_seed(seed); rng = random.Random(seed)
    tok = AutoTokenizer.from_pretrained(base)
    net = Net(base).train()
    if begin: net.load_state_dict(torch.load(begin))
    pull = pull if begin else 1.  # a net that has learned already is moved with care
    calm = [row for row in rows if row[1] == 0]
    chat = [row for row in rows if row[4] == 'chat']; rows = [row for row in rows if row[4] != 'chat']
    groups = []
    layers = net.base.encoder.layer
    for part in (net.base.embeddings, *layers[:still]): part.requires_grad_(False)  # saves a third of the time
    for i, layer in enumerate(layers[still:]):
        groups.append({'params': layer.parameters(), 'lr': 1.3e-4 * .9 ** (len(layers) - still - 1 - i)})
    groups.append({'params': net.head.parameters(), 'lr': 1e-3})
    opt = torch.optim.AdamW(groups, weight_decay=.01, fused=True)
    plain = len(rows) // 5  # composed anew each epoch
    some = min(len(chat), len(rows) // 7)  # drawn anew each epoch
    size = 40; steps = epochs * math.ceil((len(rows) + plain + some) / size); step = 0; start = time.time()
    live = [p for p in net.parameters() if p.requires_grad]
    mean = [p.detach().clone() for p in live]
    for epoch in range(epochs):
        drawn = []
        for text, harm, kind, reason, _ in rows + patterns.draw(plain, rng) + rng.sample(chat, some):
            if rng.random() < .2:  # what came before or after must not drown the worry
                other = rng.choice(calm)[0]
                text = f'{other} {text}' if rng.random() < .7 else f'{text} {other}'
                kind = reason = None
            if epoch > 0 or rng.random() < .5: text = roughen(text, rng)
            drawn.append((text.lower(), harm, kind, reason))
        total = 0.
        for batch in batches(drawn, size, rng):
            part = [drawn[j] for j in batch]
            q = tok([r[0] for r in part], padding=True, truncation=True, max_length=LONGEST, return_tensors='pt')
            with torch.autocast('cpu', dtype=torch.bfloat16):
                z = net(q['input_ids'], q['attention_mask'])
            z = z.float()
            harm = torch.tensor([r[1] for r in part])
            loss = hearing(z[:, 0], harm > 0) + .7 * hearing(z[:, 1], harm > 1)
            for head, names, at in ((z[:, 2:10], KINDS, 2), (z[:, 10:], REASONS, 3)):
                known = [i for i, r in enumerate(part) if r[at] is not None]
                if known:
                    want = torch.tensor([names.index(part[i][at]) for i in known])
                    loss = loss + .7 * F.cross_entropy(head[known], want, label_smoothing=.05)
            opt.zero_grad(); loss.backward()
            torch.nn.utils.clip_grad_norm_(live, 1.)
            pace = min(1, (step + 1) / (.06 * steps)) * (.5 + .5 * math.cos(math.pi * step / steps))
            for g in opt.param_groups:
                g.setdefault('top', g['lr'] * pull); g['lr'] = g['top'] * pace
            opt.step(); step += 1; total += loss.item()
            if step % 50 == 0: say(f'  step {step} of {steps}, {time.time() - start:.0f} s', flush=True)
            if step % 8 == 0:
                torch._foreach_lerp_(mean, [p.detach() for p in live], 1 - .95)
        say(f'epoch {epoch + 1}: loss {total / (steps / epochs):.3f}, {time.time() - start:.0f} s', flush=True)
    with torch.no_grad():
        for p, m in zip(live, mean): p.copy_(m)
    return net.eval(), tok


def predict(net, tok, texts):
    out = []
    with torch.no_grad():
        for i in range(0, len(texts), 32):
            q = tok([t.lower() for t in texts[i:i + 32]], padding=True, truncation=True, max_length=LONGEST,
                    return_tensors='pt')
            out.append(net(q['input_ids'], q['attention_mask']).float().numpy())
    return np.concatenate(out)


def tell(rows, z, say=print):
    """Plain counts at a threshold of one half, for a look while working; the README's table is made by the real reader."""
    harm = np.array([r[1] for r in rows]); p = 1 / (1 + np.exp(-z[:, :2]))
    for th in (.3, .5, .7):
        hit = p[:, 0] > th
        say(f'any harm >{th}: {hit[harm > 0].sum()}/{(harm > 0).sum()} urgent of them {hit[harm > 1].sum()}/{(harm > 1).sum()}'
            f' false {hit[harm == 0].sum()}/{(harm == 0).sum()}; said urgent: urgent {(p[harm > 1, 1] > th).sum()}'
            f' possible {(p[harm == 1, 1] > th).sum()} none {(p[harm == 0, 1] > th).sum()}')
    for at, names, part in ((2, KINDS, z[:, 2:10]), (3, REASONS, z[:, 10:])):
        known = [i for i, r in enumerate(rows) if r[at] is not None and r[1] == 0]
        if known:
            right = np.mean([names[part[i].argmax()] == rows[i][at] for i in known])
            say(f"{'kind' if at == 2 else 'reason'} on calm messages {right:.3f} of {len(known)}", flush=True)


def export(net, tok, out):
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic
    q = tok(['not in tomorrow dentist at 2'], return_tensors='pt')
    axes = {'ids': {0: 'b', 1: 't'}, 'mask': {0: 'b', 1: 't'}}
    torch.onnx.export(net, (q['input_ids'], q['attention_mask']), f'{out}/full.onnx', input_names=['ids', 'mask'],
                      output_names=['z'], dynamic_axes=axes, opset_version=17, dynamo=False)
    quantize_dynamic(f'{out}/full.onnx', f'{out}/reader.onnx', weight_type=QuantType.QInt8, per_channel=True)
    print('MB', os.path.getsize(f'{out}/reader.onnx') / 1e6)
    return onnxruntime.InferenceSession(f'{out}/reader.onnx')


def finish(net, tok, hold, held, out):
    """Writes the net, what it says of the lines held back, and the int8 file."""
    torch.save(net.state_dict(), f'{out}/net.pt')
    for path in hold:
        mine = [r for r in held if r[4] == os.path.basename(path)]
        z = predict(net, tok, [r[0] for r in mine])
        print(path); tell(mine, z)
        with open(f'{out}/{os.path.basename(path)}.logits.jsonl', 'w') as f:
            for r, one in zip(mine, z):
                f.write(json.dumps({'text': r[0], 'harm': r[1], 'kind': r[2], 'reason': r[3],
                                    'z': [round(float(v), 3) for v in one]}) + '\n')
    session = export(net, tok, out)
    say8 = lambda i: session.run(None, {'ids': np.array([i], dtype=np.int64), 'mask': np.ones((1, len(i)), dtype=np.int64)})[0]
    if held:
        z8 = np.concatenate([say8(tok(r[0].lower(), truncation=True, max_length=LONGEST)['input_ids']) for r in held])
        print('as int8, all held together'); tell(held, z8)


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument('--base', required=True, help='folder of the unpacked base model')
    args.add_argument('--rows', nargs='+', required=True, help='files to train on (.tsv, .jsonl)')
    args.add_argument('--hold', nargs='*', default=[], help='files never trained on; their logits are written')
    args.add_argument('--calm', nargs='*', default=[], help='ordinary chat without labels, one message a line')
    args.add_argument('--out', required=True)
    args.add_argument('--begin', help='net.pt of an earlier run to go on from')
    args.add_argument('--pull', type=float, default=.5, help='of the full pace, for a run that goes on from another')
    args.add_argument('--epochs', type=int, default=6)
    args.add_argument('--seed', type=int, default=1)
    args.add_argument('--threads', type=int, default=2)
    a = args.parse_args()
    torch.set_num_threads(a.threads); os.makedirs(a.out, exist_ok=True)
    hold = set(map(os.path.abspath, a.hold))
    paths = sorted(p for one in a.rows for p in glob.glob(one) if os.path.abspath(p) not in hold)
    rows = read_all(paths); held = read_all(a.hold)
    texts = {r[0].strip().lower() for r in held}
    rows = [r for r in rows if r[0].strip().lower() not in texts]
    rows += [(*row, 'chat') for path in a.calm for row in read_calm(path)]
    print(len(rows), 'rows from', paths, 'held', len(held), flush=True)
    net, tok = train(rows, a.base, a.epochs, a.seed, a.begin, a.pull)
    finish(net, tok, a.hold, held, a.out)


if __name__ == '__main__':
    main()
