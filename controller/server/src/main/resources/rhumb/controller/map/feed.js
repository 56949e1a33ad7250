// The stream of the controller, and what is wrong when there is none.

const SILENT_MS = 10_000;
const AGAIN_MS = 2_000;

export class Feed {
  /**
   * told(event, data) for each message; state(word, text) when it comes or goes: live, silent, refused, away.
   */
  constructor(told, state) {
    this.told = told;
    this.state = state;
    this.heard = null;
  }

  /** Reads the stream of a class from now on, instead of the one before. */
  open(trafficClass) {
    this.stop();
    const control = new AbortController();
    this.control = control;
    this.run(trafficClass, control);
  }

  stop() {
    if (this.control) {
      this.control.abort();
    }
  }

  async run(trafficClass, control) {
    while (!control.signal.aborted) {
      const round = new AbortController();
      const end = () => round.abort();
      control.signal.addEventListener('abort', end);
      let ended = false;
      try {
        ended = await this.read(trafficClass, round);
      } catch (failure) {
        if (!control.signal.aborted) {
          this.state('silent', this.since());
        }
      }
      control.signal.removeEventListener('abort', end);
      if (!control.signal.aborted) {
        if (ended) {
          this.state('silent', this.since());
        }
        await new Promise(done => setTimeout(done, AGAIN_MS));
      }
    }
  }

  since() {
    return this.heard === null
      ? 'no controller answers here; asking again'
      : `the controller is gone since ${this.heard.toLocaleTimeString()}; what is shown is of then; asking again`;
  }

  /** True when the stream ended by itself, false when it was refused. */
  async read(trafficClass, round) {
    let watch = setTimeout(() => round.abort(), SILENT_MS);
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => round.abort(), SILENT_MS);
    };
    try {
      const answer = await fetch(`v1/stream?class=${encodeURIComponent(trafficClass)}`, { signal: round.signal, cache: 'no-store' });
      if (!answer.ok) {
        this.refused(answer.status, await answer.json().catch(() => ({})));
        return false;
      }
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          return true;
        }
        alive();
        this.heard = new Date();
        const parts = (text + value).split('\n\n');
        text = parts.pop();
        for (const part of parts) {
          if (!this.message(part)) {
            return false;
          }
        }
      }
    } finally {
      clearTimeout(watch);
      round.abort();
    }
  }

  /** False when nothing follows. */
  message(part) {
    const field = name => part.split('\n').filter(l => l.startsWith(name + ': ')).map(l => l.slice(name.length + 2)).join('\n');
    const data = JSON.parse(field('data'));
    if (field('event') === 'away') {
      this.refused(421, data);
      return false;
    }
    this.state('live', '');
    this.told(field('event'), data);
    return true;
  }

  refused(status, body) {
    const why = body.error || `the controller answered ${status}`;
    this.state(status === 421 ? 'away' : 'refused', why);
    // Behind `rhumb map` the path is longer, and that command goes to the leader by itself.
    if (status === 421 && body.leader && location.pathname === '/map') {
      location.replace(`${location.protocol}//${body.leader}/map${location.hash}`);
    }
  }
}
