/**
 * How figures are written. One format per kind of figure, the same on every page.
 *
 * Pure; the language is given. Lengths are seconds, shares 0-1, instants ISO strings.
 */
export type Language = 'zh-CN' | 'en';

const two = (n: number) => String(n).padStart(2, '0');

/** `mm:ss`, from one hour `h:mm:ss`; whole seconds, never negative. */
export function asClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = two(whole % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${two(minutes)}:${rest}`;
}

/** `92.0%` in Chinese, `92.0 %` with a no-break space in English; a dash without a denominator. */
export function asShare(share: number | null, language: Language): string {
  if (share === null) return '–';
  const figure = (share * 100).toFixed(1);
  return language === 'zh-CN' ? `${figure}%` : `${figure}\u00a0%`;
}

export function asCount(count: number): string {
  return count.toLocaleString('en-US');
}

let house: string | undefined;

/** Instants are written in this time zone from now on; without one, in the browser's own. */
export function showTimesIn(zone: string | undefined): void {
  house = zone;
}

function formatter(
  language: Language,
  options: Intl.DateTimeFormatOptions,
  zone: string | undefined = house,
) {
  return new Intl.DateTimeFormat(language === 'zh-CN' ? 'zh-CN' : 'en-GB', {
    ...options,
    ...(zone === undefined ? {} : { timeZone: zone }),
    hourCycle: 'h23',
  });
}

/** `14:35`, or with seconds `14:35:05`, in the house's time zone where it is known. */
export function asTime(
  instant: string,
  language: Language,
  seconds = false,
  zone?: string,
): string {
  const options: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  };
  return formatter(language, options, zone).format(new Date(instant));
}

/** `14:35:05.120`: for timelines. */
export function asFineTime(instant: string, language: Language): string {
  const milliseconds = String(new Date(instant).getMilliseconds()).padStart(3, '0');
  return `${asTime(instant, language, true)}.${milliseconds}`;
}

/** `24 Nov`, `11月24日`. */
export function asDay(instant: string, language: Language): string {
  const options: Intl.DateTimeFormatOptions =
    language === 'zh-CN' ? { day: 'numeric', month: 'long' } : { day: '2-digit', month: 'short' };
  return formatter(language, options).format(new Date(instant)).replace('Sept', 'Sep');
}

const wholeDay: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' };

/** `今天 14:25`, `24 Nov 09:42`, with the year when it is not this one. */
export function asMoment(instant: string, now: number, language: Language, today: string): string {
  const dayOf = (at: Date) => formatter('en', wholeDay).format(at);
  const yearOf = (at: Date) => formatter('en', { year: 'numeric' }).format(at);
  const date = new Date(instant);
  const time = asTime(instant, language);
  if (dayOf(date) === dayOf(new Date(now))) return `${today} ${time}`;
  const day = asDay(instant, language);
  const year = yearOf(date);
  if (year === yearOf(new Date(now))) return `${day} ${time}`;
  return language === 'zh-CN' ? `${year}年${day}` : `${day} ${year}`;
}

const fields: Intl.DateTimeFormatOptions = {
  ...wholeDay,
  hour: '2-digit',
  minute: '2-digit',
};

/** `2025-11-24T14:35`: an instant as a field for day and time takes it, in the house's time zone. */
export function asField(instant: string): string {
  const parts = formatter('en', fields).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/** The instant at which the house's clocks show this; null for what is no day and time. */
export function ofField(field: string): string | null {
  const wall = Date.parse(`${field}Z`);
  if (Number.isNaN(wall)) return null;
  const shown = (at: number) => Date.parse(`${asField(new Date(at).toISOString())}Z`);
  // Twice, for clocks may be put forward or back between the first guess and the instant.
  const guess = wall - (shown(wall) - wall);
  return new Date(guess - (shown(guess) - wall)).toISOString();
}

/** The first letter of a Chinese name, the initials of others: for the round mark of a person. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  if (/\p{Script=Han}/u.test(first)) return first;
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}
