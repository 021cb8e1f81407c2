import { describe, expect, it } from 'vitest';
import { beganAt, shownOf } from './states';
import { callView, deskView, offerView } from './wire_fixtures';

describe('what the desk is shown as', () => {
  it('follows the offer, then wrap-up, then the call, then the agent', () => {
    expect(shownOf(deskView())).toBe('ready');
    expect(shownOf(deskView({ offer: offerView() }))).toBe('ringing');
    expect(shownOf(deskView({ call: callView({ phase: 'held' }) }))).toBe('hold');
    expect(shownOf(deskView({ call: callView({ phase: 'interrupted' }) }))).toBe('interrupted');
    const wrapping = deskView({
      call: callView({ phase: 'ended' }),
      wrap_up: {
        call: 'c',
        started_at: '2025-11-22T06:02:00Z',
        until: '2025-11-22T06:02:30Z',
        extended: false,
        ends_by_outcome: true,
        outcome_given: false,
        extension: 15,
        redial: false,
        suggested_need: '',
        missing: ['outcome'],
      },
    });
    expect(shownOf(wrapping)).toBe('wrap_up');
    expect(beganAt(wrapping, 'wrap_up')).toBe('2025-11-22T06:02:00Z');
  });
});
