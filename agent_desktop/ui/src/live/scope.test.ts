import { afterEach, describe, expect, it, vi } from 'vitest';
import { Scope } from './scope';

describe('a scope', () => {
  afterEach(() => vi.useRealTimers());

  it('ends everything begun in it, last first, once', () => {
    const scope = new Scope();
    const order: string[] = [];
    scope.owns(() => order.push('first'));
    scope.owns(() => order.push('second'));
    scope.end();
    scope.end();
    expect(order).toEqual(['second', 'first']);
  });

  it('stops its timers and listeners', () => {
    vi.useFakeTimers();
    const scope = new Scope();
    const heard = vi.fn();
    scope.every(10, heard);
    scope.after(50, heard);
    scope.listens(window, 'online', heard);
    scope.end();
    vi.advanceTimersByTime(200);
    window.dispatchEvent(new Event('online'));
    expect(heard).not.toHaveBeenCalled();
  });

  it('ends its inner scopes, and an inner one may end alone', () => {
    const scope = new Scope();
    const ended: string[] = [];
    const one = scope.inner();
    const other = scope.inner();
    one.owns(() => ended.push('one'));
    other.owns(() => ended.push('other'));
    one.end();
    expect(scope.ended).toBe(false);
    scope.end();
    expect(ended).toEqual(['one', 'other']);
  });

  it('that is over begins nothing', () => {
    const scope = new Scope();
    scope.end();
    const ending = vi.fn();
    scope.owns(ending);
    expect(ending).toHaveBeenCalledOnce();
  });
});
