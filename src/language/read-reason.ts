import type { Reason } from '../domain/absence-notice.ts';

/** First match wins, so the narrow come before the wide. */
const signs: [Reason, RegExp][] = [
  ['bereavement', /\b(funeral|passed away|died|death|bereave\w*|wake)\b/],
  [
    'medical_appointment',
    /\b(dentist|dental|orthodontist|doctor'?s?|dr'?s?|gp|hospital|(?<!job ?centre )(?:appt|appointment)|appoitment|apointment|scan|clinic|blood test|optician'?s?|physio|camhs|x-?ray|check-?up|surgery|midwife|meningitis jab|vaccin\w*)\b/,
  ],
  [
    'family_emergency',
    /\b(emergency|my (mum|dad|nan|nana|nanna|grandma|gran|grandad|son|daughter|little one|kid|brother|sister|baby|child)\b.*\b(ill|hospital|rushed|sick|poorly|fell|accident|school)|childcare|child care|a&e)\b/,
  ],
  [
    'sickness',
    /\b(sick|ill|unwell|poorly|rough|flu|covid|migraine|headache|throwing up|threw up|vomit\w*|puk\w*|temperature|fever|cold|bug|tummy|stomach|period|cramps|not (feeling|well)|not feel\w*|signed off|asthma|infection|tonsil+itis|antibiotics|sick note|voice|chest|bad back|injur\w*|diarrh\w*|the runs|bleeding|broken|sprained)\b/,
  ],
  ['annual_leave', /\b(holidays?|hols|annual leave|a\/l|vacation|abroad|booked off|on leave|week off|flying|flight)\b/],
  [
    'urgent_work',
    /\b(work|shift|site|client|rota|short staffed|short-staffed|meeting|iso|inspection|audit|stocktake|job on|boss|manager needs|overtime|delivery)\b/,
  ],
  [
    'transport',
    /\b(bus|train|traffic|car|tyre|puncture|lift|broke down|broken down|tube|metro|m\d+|road|bike|taxi|uber)\b/,
  ],
  [
    'other',
    /\b(interview|court|driving (test|lesson)|babysit\w*|moving house|boiler|plumber|delivery man|passport|wedding|religious|eid|diwali|jury|police|solicitor|visa|overslept|slept in|alarm|because|cos|coz|as i|personal)\b/,
  ],
];

/** The category of a reason; the words themselves are not kept with the notice (health detail stays a category). */
export function readReason(text: string): Reason {
  return signs.find(([, sign]) => sign.test(text))?.[0] ?? 'none';
}
