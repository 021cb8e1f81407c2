/**
 * A scope owns what was started for one purpose (a page, a socket, a call) and ends all of it.
 *
 * Timers, listeners, tracks and connections are begun through it; nobody keeps a handle of their
 * own. Ending twice is harmless, and what is begun in an ended scope ends at once.
 */
export class Scope {
  #endings: (() => void)[] = [];
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  /** Calls `ending` when the scope ends; returns a function that does it early. */
  owns(ending: () => void): () => void {
    let done = false;
    const once = () => {
      if (done) return;
      done = true;
      this.#endings = this.#endings.filter((one) => one !== once);
      ending();
    };
    if (this.#ended) once();
    else this.#endings.push(once);
    return once;
  }

  after(milliseconds: number, what: () => void): () => void {
    const timer = setTimeout(() => {
      cancel();
      what();
    }, milliseconds);
    const cancel = this.owns(() => clearTimeout(timer));
    return cancel;
  }

  every(milliseconds: number, what: () => void): () => void {
    const timer = setInterval(what, milliseconds);
    return this.owns(() => clearInterval(timer));
  }

  listens(target: EventTarget, type: string, what: (event: Event) => void): () => void {
    target.addEventListener(type, what);
    return this.owns(() => target.removeEventListener(type, what));
  }

  /** A scope that ends with this one, or earlier. */
  inner(): Scope {
    const scope = new Scope();
    const release = this.owns(() => scope.end());
    scope.owns(release);
    return scope;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const ending of this.#endings.reverse()) ending();
    this.#endings = [];
  }
}
