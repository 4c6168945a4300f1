"""Makes the base model's folder from an int8 ONNX file of a BERT-like encoder, with its first layers only.

python base_from_onnx.py e5-small-v2-q.onnx TOKENIZER_JSON OUT --layers 9
Training moves every weight further than int8 rounded it, so nothing is lost that matters.
"""
import argparse, os, re, shutil
import numpy as np, onnx, torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel


def weights_of(path):
    """Weights by their names in transformers: linear layers by the node that uses them, the rest by their own names."""
    graph = onnx.load(path).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    def whole(name):
        if name in held and f'{name}_quantized' not in held: return held[name].astype(np.float32)
        q, scale, zero = (held[f'{name}_{end}'] for end in ('quantized', 'scale', 'zero_point'))
        return (q.astype(np.float32) - zero.astype(np.float32)) * scale
    found = {}
    for name in held:
        plain = re.sub(r'_quantized$', '', name)
        if re.match(r'(embeddings|encoder)\..*\.(weight|bias)$', plain): found[plain] = whole(plain)
    for node in graph.node:
        quantised = [one for one in node.input if one.endswith('_quantized') and 'MatMul' in one]
        place = re.search(r'/encoder/(layer\.\d+/.*?)/MatMul', node.name)
        if node.op_type == 'MatMulInteger' and place and quantised:
            found['encoder.' + place[1].replace('/', '.') + '.weight'] = whole(quantised[0][:-len('_quantized')]).T
    return found


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument('onnx'); args.add_argument('tokenizer'); args.add_argument('out')
    args.add_argument('--layers', type=int, default=9)
    a = args.parse_args()
    found = weights_of(a.onnx)
    deep = 1 + max(int(re.search(r'layer\.(\d+)', one)[1]) for one in found if 'layer.' in one)
    size = found['embeddings.word_embeddings.weight'].shape[1]
    config = BertConfig(vocab_size=len(found['embeddings.word_embeddings.weight']), hidden_size=size, num_hidden_layers=min(a.layers, deep),
                        num_attention_heads=12, intermediate_size=len(found['encoder.layer.0.intermediate.dense.bias']))
    net = BertModel(config, add_pooling_layer=False)
    own = net.state_dict()
    missing = [one for one in own if one not in found and 'position_ids' not in one]
    if missing: raise SystemExit(f'not in the file: {missing}')
    net.load_state_dict({one: torch.tensor(found[one]) for one in own if one in found}, strict=False)
    net.save_pretrained(a.out)
    shutil.copy(a.tokenizer, os.path.join(a.out, 'tokenizer.json'))
    with open(os.path.join(a.out, 'tokenizer_config.json'), 'w') as f:
        f.write('{"tokenizer_class": "BertTokenizer", "do_lower_case": true, "model_max_length": 512}\n')


if __name__ == '__main__':
    main()
