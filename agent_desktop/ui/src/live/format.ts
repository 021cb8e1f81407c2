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

function formatter(
  language: Language,
  zone: string | undefined,
  options: Intl.DateTimeFormatOptions,
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
  return formatter(language, zone, {
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  }).format(new Date(instant));
}

/** `14:35:05.120`: for timelines. */
export function asFineTime(instant: string, language: Language): string {
  const milliseconds = String(new Date(instant).getMilliseconds()).padStart(3, '0');
  return `${asTime(instant, language, true)}.${milliseconds}`;
}

/** `24 Nov`, `11月24日`. */
export function asDay(instant: string, language: Language): string {
  const date = new Date(instant);
  if (language === 'zh-CN') return `${date.getMonth() + 1}月${date.getDate()}日`;
  return formatter(language, undefined, { day: '2-digit', month: 'short' })
    .format(date)
    .replace('Sept', 'Sep');
}

/** `今天 14:25`, `24 Nov 09:42`, with the year when it is not this one. */
export function asMoment(instant: string, now: number, language: Language, today: string): string {
  const date = new Date(instant);
  const reference = new Date(now);
  const time = asTime(instant, language);
  if (date.toDateString() === reference.toDateString()) return `${today} ${time}`;
  const day = asDay(instant, language);
  if (date.getFullYear() === reference.getFullYear()) return `${day} ${time}`;
  return language === 'zh-CN' ? `${date.getFullYear()}年${day}` : `${day} ${date.getFullYear()}`;
}

const bilingual = /^(.*\p{Script=Han}.*) \/ ([^/]*)$/u;

/** Records kept in both languages are written `中文 / English`: the half that is wanted. */
export function inLanguage(text: string, language: Language): string {
  const [, chinese, english] = bilingual.exec(text) ?? [];
  if (chinese === undefined || english === undefined) return text;
  if (/\p{Script=Han}/u.test(english)) return text;
  return language === 'zh-CN' ? chinese : english;
}

/** The first letter of a Chinese name, the initials of others: for the round mark of a person. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  if (/\p{Script=Han}/u.test(first)) return first;
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}
