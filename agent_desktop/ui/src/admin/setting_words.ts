/** What is said about a setting's range and faults, in the language of the page. */
import type { TFunction } from 'i18next';
import type { Language } from '../live/format';
import type { SettingsFault, SettingsField } from '../wire/types';

type T = TFunction<'translation', undefined>;

const worded = [
  'unknown_field',
  'missing',
  'wrong_type',
  'out_of_range',
  'no_such_choice',
  'unknown_name',
  'wrong_id',
  'twice',
  'nobody',
  'not_in_use',
] as const;

/** By its code; what has no words of its own says it in the server's. */
export function faultText(fault: SettingsFault, t: T): string {
  const code = worded.find((one) => one === fault.code);
  const said = fault.cure === '' ? fault.what : `${fault.what}; ${fault.cure}`;
  if (code === undefined) return said;
  if (code === 'out_of_range') return t('admin.fault.out_of_range', { allowed: fault.allowed });
  const wanted = code === 'wrong_type' && fault.allowed !== '' ? ` (${fault.allowed})` : '';
  return t(`admin.fault.${code}`) + wanted;
}

export const per = 100;

/** `1–300 s, usually 10`; empty where there is nothing to say. */
export function rangeText(field: SettingsField, t: T, language: Language): string {
  if (field.kind !== 'number' && field.kind !== 'decimal') return '';
  const times = field.unit === 'share' ? per : 1;
  const unit = unitText(field.unit, language);
  const usual = field.default;
  const range =
    field.least === null || field.most === null
      ? ''
      : t('admin.range', { least: field.least * times, most: field.most * times, unit }).trim();
  const usually =
    typeof usual === 'number'
      ? t('admin.usual', { value: Math.round(usual * times * 1e6) / 1e6 })
      : '';
  return [range, usually].filter(Boolean).join(language === 'en' ? ', ' : '，');
}

const CHINESE_UNITS: Record<string, string> = { s: '秒', min: '分钟', h: '小时' };

export function unitText(unit: string, language: Language): string {
  if (unit === 'share') return '%';
  if (language === 'en') return unit;
  return CHINESE_UNITS[unit] ?? unit;
}
