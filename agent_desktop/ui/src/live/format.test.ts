import { afterEach, describe, expect, it } from 'vitest';
import {
  asClock,
  asDay,
  asField,
  asMoment,
  asShare,
  asTime,
  initials,
  ofField,
  showTimesIn,
} from './format';

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

describe('instants', () => {
  afterEach(() => showTimesIn(undefined));

  it('are written in the time zone of the house', () => {
    const now = Date.parse('2025-11-24T12:00:00Z');
    showTimesIn('Asia/Shanghai');
    expect(asTime('2025-11-24T16:30:00Z', 'en')).toBe('00:30');
    expect(asDay('2025-11-24T16:30:00Z', 'zh-CN')).toBe('11月25日');
    expect(asMoment('2025-11-24T16:30:00Z', now, 'en', 'Today')).toBe('25 Nov 00:30');
    showTimesIn('Europe/London');
    expect(asMoment('2025-11-24T16:30:00Z', now, 'en', 'Today')).toBe('Today 16:30');
    expect(asMoment('2024-11-24T16:30:00Z', now, 'zh-CN', '今天')).toBe('2024年11月24日');
  });
});

describe('a field for day and time', () => {
  afterEach(() => showTimesIn(undefined));

  it('shows the clocks of the house, and means them', () => {
    showTimesIn('Asia/Shanghai');
    expect(asField('2025-11-24T16:30:00.000Z')).toBe('2025-11-25T00:30');
    expect(ofField('2025-11-25T00:30')).toBe('2025-11-24T16:30:00.000Z');
    expect(ofField('')).toBeNull();
  });

  it('is right on both sides of a change of the clocks', () => {
    showTimesIn('Europe/London');
    for (const at of [
      '2025-03-30T00:30',
      '2025-03-30T01:30',
      '2025-10-25T23:30',
      '2025-10-26T02:30',
    ]) {
      const instant = `${at}:00.000Z`;
      expect(ofField(asField(instant))).toBe(instant);
    }
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
