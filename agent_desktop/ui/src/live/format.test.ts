import { describe, expect, it } from 'vitest';
import { asClock, asDay, asShare, initials, inLanguage } from './format';

describe('figures', () => {
  it('are clocks of minutes and seconds, with hours only when there are any', () => {
    expect(asClock(0)).toBe('00:00');
    expect(asClock(187.9)).toBe('03:07');
    expect(asClock(3_725)).toBe('1:02:05');
    expect(asClock(-3)).toBe('00:00');
  });

  it('are shares with a no-break space in English and none in Chinese', () => {
    expect(asShare(0.92, 'en')).toBe('92.0\u00a0%');
    expect(asShare(0.92, 'zh-CN')).toBe('92.0%');
    expect(asShare(null, 'en')).toBe('–');
  });

  it('are days as each language writes them', () => {
    expect(asDay('2025-11-24T10:00:00Z', 'zh-CN')).toBe('11月24日');
    expect(asDay('2025-11-24T10:00:00Z', 'en')).toBe('24 Nov');
  });
});

describe('a text in both languages', () => {
  it('is shown in the one that is wanted', () => {
    expect(inLanguage('经济舱 · 2 人 / Economy · 2', 'zh-CN')).toBe('经济舱 · 2 人');
    expect(inLanguage('经济舱 · 2 人 / Economy · 2', 'en')).toBe('Economy · 2');
  });

  it('is left alone when it is in one', () => {
    expect(inLanguage('22 / 20 s', 'en')).toBe('22 / 20 s');
    expect(inLanguage('云帆科技 · 赵琳', 'en')).toBe('云帆科技 · 赵琳');
    expect(inLanguage('机票 / 酒店', 'en')).toBe('机票 / 酒店');
  });
});

describe('the mark of a person', () => {
  it('is the family name in Chinese and the initials elsewhere', () => {
    expect(initials('沈若川')).toBe('沈');
    expect(initials('Eleanor Ashdown')).toBe('EA');
    expect(initials("<b>O'Neil & 陈</b>")).toBe('<陈');
    expect(initials('')).toBe('');
  });
});
