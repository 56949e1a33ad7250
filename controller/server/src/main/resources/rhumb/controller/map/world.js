// The map: PoPs where they are, links that are not well, and the paths of the class. No coastline: a graticule.

import { LOOKS, MOVED, PATH, fit, sheet } from './look.js';

const EDGE = 34;

/** With more pairs than this, only the paths of the chosen PoP are drawn: all would be a blot. */
const MOST_SEGMENTS = 600;
const MOST_NAMES = 60;

export class World {
  constructor(canvas, model) {
    this.canvas = canvas;
    this.model = model;
  }

  /** Where each PoP is in degrees; those that do not say stand on a circle. */
  place() {
    const { pops } = this.model;
    const lost = pops.filter(pop => pop.latitude === null || pop.longitude === null);
    const known = pops.filter(pop => !lost.includes(pop));
    const mean = field => known.reduce((sum, pop) => sum + pop[field], 0) / Math.max(1, known.length);
    const radius = 40;
    pops.forEach(pop => {
      const turn = (lost.indexOf(pop) / lost.length) * 2 * Math.PI;
      pop.place = lost.includes(pop)
        ? { lon: mean('longitude') + radius * Math.sin(turn), lat: mean('latitude') + radius * Math.cos(turn) }
        : { lon: pop.longitude, lat: pop.latitude };
    });
    const span = (values, least) => {
      const low = Math.min(...values);
      const high = Math.max(...values);
      const grow = Math.max(0, (least - (high - low)) / 2);
      return [low - grow, high + grow];
    };
    this.lon = span(pops.map(pop => pop.place.lon), 20);
    this.lat = span(pops.map(pop => pop.place.lat), 12);
  }

  /** Equirectangular, as large as fits, degrees of the same length both ways. */
  project() {
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    const scale = Math.min((width - 2 * EDGE) / (this.lon[1] - this.lon[0]), (height - 2 * EDGE) / (this.lat[1] - this.lat[0]));
    const left = (width - scale * (this.lon[1] - this.lon[0])) / 2;
    const top = (height - scale * (this.lat[1] - this.lat[0])) / 2;
    this.x = lon => left + (lon - this.lon[0]) * scale;
    this.y = lat => top + (this.lat[1] - lat) * scale;
    for (const pop of this.model.pops) {
      pop.x = this.x(pop.place.lon);
      pop.y = this.y(pop.place.lat);
    }
    return { width, height };
  }

  /**
   * chosen: a pair {from, to} or null. picked: PoPs that the filter leaves, or null for all.
   */
  draw(chosen, picked) {
    const { model } = this;
    if (model.pops.length === 0) {
      return;
    }
    const { width, height } = this.project();
    const colours = sheet();
    const context = fit(this.canvas, width, height);
    context.clearRect(0, 0, width, height);
    this.graticule(context, colours, width, height);
    this.paths(context, chosen, picked);
    this.links(context, picked);
    if (chosen) {
      this.chain(context, model.path(chosen.from, chosen.to), colours.select, 4, 1);
    }
    this.names(context, colours, chosen, picked);
  }

  graticule(context, colours, width, height) {
    context.strokeStyle = colours.line;
    context.fillStyle = colours.dim;
    context.lineWidth = 1;
    context.setLineDash([]);
    context.font = '10px system-ui, sans-serif';
    context.textBaseline = 'top';
    context.textAlign = 'left';
    const step = this.x(15) - this.x(0) < 40 ? 30 : 15;
    context.beginPath();
    for (let lon = -360; lon <= 360; lon += step) {
      context.moveTo(this.x(lon), 0);
      context.lineTo(this.x(lon), height);
    }
    for (let lat = -90; lat <= 90; lat += step) {
      context.moveTo(0, this.y(lat));
      context.lineTo(width, this.y(lat));
    }
    context.stroke();
    for (let lon = -180; lon <= 180; lon += step) {
      context.fillText(`${Math.abs(lon)}°${lon > 0 ? 'E' : lon < 0 ? 'W' : ''}`, this.x(lon) + 2, height - 12);
    }
    for (let lat = -60; lat <= 75; lat += step) {
      context.fillText(`${Math.abs(lat)}°${lat > 0 ? 'N' : lat < 0 ? 'S' : ''}`, 2, this.y(lat) + 1);
    }
  }

  /** Each piece of a path once, however many pairs take it. */
  paths(context, chosen, picked) {
    const { model } = this;
    const n = model.pops.length;
    const many = n * (n - 1) > MOST_SEGMENTS;
    const pieces = new Map();
    const add = from => {
      for (let to = 0; to < n; to++) {
        const path = model.path(from, to);
        const moved = path.length > 0 && model.hasMoved(model.pair(from, to));
        for (let i = 1; i < path.length; i++) {
          const key = path[i - 1] * n + path[i];
          pieces.set(key, pieces.get(key) || moved);
        }
      }
    };
    if (many && !picked) {
      if (chosen) {
        add(chosen.from);
      }
    } else {
      (picked || model.pops.map((_, index) => index)).slice(0, many ? 3 : n).forEach(add);
    }
    for (const [key, moved] of pieces) {
      this.chain(context, [Math.floor(key / n), key % n], moved ? MOVED : PATH, moved ? 2.5 : 1, moved ? 0.9 : 0.35);
    }
  }

  links(context, picked) {
    const { model } = this;
    const wanted = picked && new Set(picked);
    let left = 2_000;
    model.unwell.forEach(index => {
      const { from, to } = model.links[index];
      const state = model.states[index];
      if (left > 0 && (!wanted || wanted.has(from) || wanted.has(to))) {
        left--;
        const look = LOOKS[state];
        context.setLineDash(look.dash);
        this.chain(context, [from, to], look.colour, state === 'o' || state === '?' ? 1.5 : 3, 1);
        context.setLineDash([]);
      }
    });
  }

  /** Bent to the right of its way, so that both directions are seen; an arrow in the middle of each piece. */
  chain(context, pops, colour, lineWidth, alpha) {
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = lineWidth;
    context.globalAlpha = alpha;
    for (let i = 1; i < pops.length; i++) {
      const a = this.model.pops[pops[i - 1]];
      const b = this.model.pops[pops[i]];
      const dx = b.x - a.x;
      const dy = b.y - a.y;
      const cx = (a.x + b.x) / 2 - dy * 0.12;
      const cy = (a.y + b.y) / 2 + dx * 0.12;
      context.beginPath();
      context.moveTo(a.x, a.y);
      context.quadraticCurveTo(cx, cy, b.x, b.y);
      context.stroke();
      if (lineWidth >= 2) {
        this.arrow(context, (a.x + 2 * cx + b.x) / 4, (a.y + 2 * cy + b.y) / 4, Math.atan2(dy, dx), 4 + lineWidth);
      }
    }
    context.globalAlpha = 1;
  }

  arrow(context, x, y, turn, size) {
    context.save();
    context.translate(x, y);
    context.rotate(turn);
    context.beginPath();
    context.moveTo(size, 0);
    context.lineTo(-size, -size * 0.7);
    context.lineTo(-size, size * 0.7);
    context.fill();
    context.restore();
  }

  names(context, colours, chosen, picked) {
    const { model } = this;
    const few = model.pops.length <= MOST_NAMES;
    const wanted = picked && new Set(picked);
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'bottom';
    context.textAlign = 'center';
    model.pops.forEach((pop, index) => {
      const ends = chosen && (chosen.from === index || chosen.to === index);
      const here = pop.agent === 'connected' && pop.forwarder === 'connected';
      context.globalAlpha = !wanted || wanted.has(index) || ends ? 1 : 0.25;
      context.fillStyle = here ? colours.ink : colours.paper;
      context.strokeStyle = ends ? colours.select : colours.ink;
      context.lineWidth = ends ? 4 : 1.5;
      context.beginPath();
      // A square that is empty: its processes are not there.
      if (here) {
        context.arc(pop.x, pop.y, 5, 0, 2 * Math.PI);
      } else {
        context.rect(pop.x - 5, pop.y - 5, 10, 10);
      }
      context.fill();
      context.stroke();
      if (few || ends || wanted?.has(index)) {
        context.lineWidth = 3;
        context.strokeStyle = colours.paper;
        context.strokeText(pop.name, pop.x, pop.y - 8);
        context.fillStyle = colours.ink;
        context.fillText(pop.name, pop.x, pop.y - 8);
      }
      context.globalAlpha = 1;
    });
  }

  /** The PoP near a point of the canvas; -1 when none is. */
  under(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    let best = -1;
    let least = 14;
    this.model.pops.forEach((pop, index) => {
      const far = Math.hypot(pop.x - x, pop.y - y);
      if (far < least) {
        least = far;
        best = index;
      }
    });
    return best;
  }
}
