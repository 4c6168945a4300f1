const self =
  /\b(kill(ing)? (my ?self|me)|(hurt|harm|cut|hit|od)(ing|s|ting|ting)? (my ?self|me|us)|(hits?|beats?|punche[sd]|touch(es|ed|ing)?|rape[sd]?|forced|strangle[sd]?|choke[sd]?|following|threaten\w*|bull(y|ies|ied)|scar(es?|ed)) (me|us)|my life|i (am|was|have|feel|want|wanted|wish|do not|can not|could not|dare not|owe|hate|need|took|will not))\b/;
const other =
  /\b((him|her|them) ?sel(f|ves)|(his|her|their) (life|arms?|wrists?)|(hits?|beats?|punche[sd]|touch(es|ed|ing)?|rape[sd]?|forced|strangle[sd]?|choke[sd]?|following|threaten\w*|bull(y|ies|ied)) (him|her|them)|(he|she|they) (is|are|was|were|has|have|had|feels?|wants?|wanted|says?|said|told|do(es)? not|can not|owes?|hates?|took|will not))\b/;

/** Whose harm a text (normalised) speaks of, where its grammar tells: the writer's own, somebody else's, or either. */
export function harmTo(text: string): 'self' | 'other' | 'unknown' {
  const [isSelf, isOther] = [self.test(text), other.test(text)];
  if (isSelf === isOther) return 'unknown';
  return isSelf ? 'self' : 'other';
}
