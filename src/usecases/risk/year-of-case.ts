import { collegeYearOf, dayOf, instantOf } from '../../domain/calendar.ts';
import { isOfEndedYear, type RiskCase } from '../../domain/risk-case.ts';
import type { World } from '../core/ports.ts';

/** True while an open case waits for its owner to close it or carry it over into this college year. */
export function awaitsYearTurn(world: World, riskCase: RiskCase): boolean {
  const start = instantOf(`${collegeYearOf(dayOf(world.clock.now()))}-08-01`, '00:00');
  return riskCase.state === 'open' && isOfEndedYear(riskCase, start);
}
