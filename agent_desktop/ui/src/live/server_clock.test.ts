import { describe, expect, it } from 'vitest';
import { noClock, observed } from './server_clock';

describe('the server clock', () => {
  const server = '2025-11-22T06:00:00.000Z';
  const instant = Date.parse(server);

  it('trusts a quick answer over a slow one and over a one-way message', () => {
    const quick = observed(noClock, server, instant - 1_000, instant - 1_010);
    expect(quick.offset).toBe(1_005);
    expect(observed(quick, server, instant - 3_000, instant - 3_900)).toBe(quick);
    expect(observed(quick, server, instant - 500)).toBe(quick);
  });

  it('follows a drift, because an estimate grows old', () => {
    const old = observed(noClock, server, instant, instant - 20);
    const later = instant + 600_000;
    const fresh = observed(old, new Date(later + 400).toISOString(), later, later - 40);
    expect(fresh.offset).toBe(420);
  });

  it('takes no sight of what is no instant', () => {
    expect(observed(noClock, 'soon', instant)).toBe(noClock);
  });
});
