import { dayOf, defaultZone, timeOf } from '../../domain/calendar.ts';

import { count } from '../../domain/count.ts';

export { count };

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Wed 25 Nov", for tables. */
export function shortDay(day: string): string {
  return `${days[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${dayMonth(day)}`;
}

/** "25 Nov". */
export function dayMonth(day: string): string {
  return `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1]}`;
}

/** "Wed 25 Nov, 09:12". */
export function shortTime(at: Date): string {
  return `${shortDay(dayOf(at))}, ${timeOf(at, defaultZone)}`;
}

/** "84%"; a dash in words where nothing counted. */
export function sayPercent(percent: number | null | undefined): string {
  return percent == null ? 'no marks' : `${percent}%`;
}

/** "09:12", or with its day where that is another than the one of `now`. */
export function timeOrDay(at: Date, now: Date): string {
  return dayOf(at) === dayOf(now) ? timeOf(at, defaultZone) : shortTime(at);
}

/** "40 min", "5 hours", "2 days": how long something has lasted. */
export function sayLasting(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours` : count(Math.floor(hours / 24), 'day');
}

/** The place on a page where a case or task stands, by its id. */
export function anchorOf(id: string): string {
  return encodeURIComponent(id);
}
