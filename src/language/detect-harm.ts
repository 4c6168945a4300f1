const urgent =
  /\b((what is|whats|what's) the point (in|of) (living|life|anything|going on)|kill(ing)? (myself|my self|me)|end (it all|my life|it|things)|suicid\w*|want(ed)? to die|wanna die|better off (dead|without me)|overdose\w*|od'?d|hurt(ing)? myself|self ?-?harm\w*|cut(ting)? myself|do not want to (be here|be alive|live|wake up)|no point (living|in living|being here|in anything|to anything|anymore|any more)|can not go on|goodbye everyone|(he|she|they|dad|mum|boyfriend|girlfriend|partner|step\w*) (hits?|hit|beats?|beat|punche[sd]|strangle[sd]?|choke[sd]?) (me|us|him|her|them)|raped?|sexual(ly)? (assault|abuse)\w*|forced me|got a knife|has a knife|going to hurt me|threaten\w* to kill|locked me (in|out))\b/;
const possible =
  /\b((pick(s|ed|ing)?|gang(s|ing)?|turn(s|ed|ing)?) on (me|her|him|us|them)|(keeps?|kept|will not stop|started) (touching|grabbing|hitting|following|messaging|texting|pushing|shouting at)|(can not|do not want to|dare not) (be near|go near|see) (him|her|them)|i owe (him|her|them|money|people|someone)|owes? (him|her|them) (money|a favour)|(a|do|doing) runs? for|(not|never) (be )?(coming|allowed) back( to| after|$)|might not be (coming )?back|(do not|please do not|not) (ring|call|tell|phone|text) (my |the )?(dad|mum|mom|parents?|family|home|house|husband|partner|brother)|can not face (it|anything|another|going|being)|refus\w* to (come|go|leave)|feel (like nothing|numb|empty|trapped)|not safe|unsafe|do not feel safe|scared (to|of)|afraid (of|to)|frightened|being (bullied|followed|threatened|hit)|bullied|bullying|threaten\w*|kicked (me )?out|nowhere to (stay|sleep|live|go)|sleeping (rough|in (the|my|a) car)|homeless|sofa surfing|not (been )?eat\w*|no food|have not eaten|can not cope|cannot cope|can not do this any ?more|panic attacks?|breakdown|hate (my life|myself)|given up|hopeless|worthless|bruis\w*|abus\w*|hit me|hits me|drunk at home|drugs at home|following me|stalk\w*|blackmail\w*|nudes|county lines|carry(ing)? (drugs|a knife|stuff for)|forced marriage|marry (him|someone)|social worker|in care|police (came|were)|can not go home|do not want to go home|depress\w*|anxiety|mental health|struggling|crying all|do not trust myself|leave me alone|touch(ed|ing) me)\b/;
const figurative =
  /\b((this|that|the|my|these|it|he|she|traffic|bus|train|coursework|assignment|homework|exam|maths|heat|cold|flu|cough|throat|stomach|tooth|period|cramps|shoes?|feet|back|head|migraine) ?(is|are|'s)? ?(literally )?(killing me|murder)|dying of (boredom|laughter|heat|embarrassment)|could (have )?killed (him|her|them)|die of (boredom|embarrassment)|dead tired|to die for)\b/g;

/**
 * A hint at harm to the writer or someone else (S11). Errs towards telling a person: `possible` goes to the
 * Safeguarding Team too. Figures of speech are taken out first.
 */
export function detectHarm(text: string): 'none' | 'possible' | 'urgent' {
  const plain = text.replace(figurative, ' ');
  if (urgent.test(plain)) return 'urgent';
  return possible.test(plain) ? 'possible' : 'none';
}
