/**
 * The people who have a Playground of their own. Ports lie below the range that systems lend to outgoing connections
 * (from 32768 on Linux, 49152 elsewhere): one of those may sit on a port for minutes.
 */
export const personas = [
  { role: 'tutor', personId: 'T-SAM', name: 'Sam Lee', entraId: 'a1a1a1a1-0000-4000-8000-000000000001', port: 15_150 },
  {
    role: 'learner',
    personId: 'L-ISLA',
    name: 'Isla Murphy',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000002',
    port: 15_151,
  },
  {
    role: 'employer',
    personId: 'E-JORDAN',
    name: 'Jordan Blake',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000003',
    port: 15_152,
  },
  {
    role: 'mentor',
    personId: 'M-MAYA',
    name: 'Maya Patel',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000004',
    port: 15_153,
  },
  {
    role: 'apprenticeship manager',
    personId: 'A-ALEX',
    name: 'Alex Morgan',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000005',
    port: 15_154,
  },
  {
    role: 'head of study programme',
    personId: 'H-RUTH',
    name: 'Ruth Adeyemi',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000006',
    port: 15_155,
  },
  {
    role: 'office manager, admin',
    personId: 'O-PAT',
    name: 'Pat Quinn',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000007',
    port: 15_156,
  },
  {
    role: 'safeguarding team',
    personId: 'S-NIA',
    name: 'Nia Roberts',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000008',
    port: 15_157,
  },
  {
    role: 'tutor, to take cover',
    personId: 'T-TONI',
    name: 'Toni Okafor',
    entraId: 'a1a1a1a1-0000-4000-8000-000000000009',
    port: 15_158,
  },
  {
    role: 'leader',
    personId: 'D-GRACE',
    name: 'Grace Holt',
    entraId: 'a1a1a1a1-0000-4000-8000-00000000000a',
    port: 15_159,
  },
  {
    role: 'apprentice',
    personId: 'L-JAMIE',
    name: 'Jamie Smith',
    entraId: 'a1a1a1a1-0000-4000-8000-00000000000b',
    port: 15_160,
  },
] as const;
export type Persona = (typeof personas)[number];

/** The address a persona signs in to Teams with. */
export function addressOf(name: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}@brookvale.example`;
}
