// The matrix: who sends in rows, who receives in columns. One canvas; what did not change is not drawn again.

import { LOOKS, MOVED, cell, fit, sheet } from './look.js';

const SMALLEST = 8;
const LARGEST = 32;
const HEAD = 56;

export class Matrix {
  rows = [];
  columns = [];
  at = { row: 0, column: 0 };

  constructor(canvas, scroll, model, moved) {
    this.canvas = canvas;
    this.scroll = scroll;
    this.model = model;
    this.moved = moved;
    canvas.addEventListener('mousemove', event => this.hover(event));
    canvas.addEventListener('focus', () => this.touch());
    canvas.addEventListener('blur', () => this.touch());
  }

  /** Other PoPs, or all of them anew. */
  show(rows, columns) {
    const kept = this.pair();
    this.rows = rows;
    this.columns = columns;
    this.rowOf = new Map(rows.map((pop, row) => [pop, row]));
    this.columnOf = new Map(columns.map((pop, column) => [pop, column]));
    this.at = {
      row: Math.max(0, kept ? this.rowOf.get(kept.from) ?? 0 : 0),
      column: Math.max(0, kept ? this.columnOf.get(kept.to) ?? 0 : 0),
    };
    this.all = true;
  }

  /** The pair of the cell where the cursor is. */
  pair() {
    const from = this.rows[this.at.row];
    const to = this.columns[this.at.column];
    return from === undefined || to === undefined ? null : { from, to };
  }

  go(rows, columns) {
    this.put(this.at.row + rows, this.at.column + columns);
  }

  put(row, column) {
    const clamp = (value, count) => Math.max(0, Math.min(count - 1, value));
    this.touch();
    this.at = { row: clamp(row, this.rows.length), column: clamp(column, this.columns.length) };
    this.touch();
    const x = HEAD + this.at.column * this.size;
    const y = HEAD + this.at.row * this.size;
    const box = this.scroll;
    if (x + this.size > box.scrollLeft + box.clientWidth || x - HEAD < box.scrollLeft) {
      box.scrollLeft = Math.max(0, x - box.clientWidth / 2);
    }
    if (y + this.size > box.scrollTop + box.clientHeight || y - HEAD < box.scrollTop) {
      box.scrollTop = Math.max(0, y - box.clientHeight / 2);
    }
    this.moved();
  }

  /** The cell of the cursor is to be drawn again. */
  touch() {
    const pair = this.pair();
    if (pair) {
      (this.stale ||= new Set()).add(this.model.pair(pair.from, pair.to));
    }
    this.wanted?.();
  }

  change(pairs) {
    this.stale ||= new Set();
    pairs.forEach(pair => this.stale.add(pair));
  }

  /** The cell below the pointer; null beside all. */
  under(event) {
    const box = this.canvas.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left - HEAD) / this.size);
    const row = Math.floor((event.clientY - box.top - HEAD) / this.size);
    const inside = row >= 0 && column >= 0 && row < this.rows.length && column < this.columns.length;
    return inside ? { row, column } : null;
  }

  hover(event) {
    const cellAt = this.under(event);
    if (cellAt && (cellAt.row !== this.at.row || cellAt.column !== this.at.column)) {
      this.touch();
      this.at = cellAt;
      this.touch();
      this.moved();
    }
  }

  draw() {
    const colours = sheet();
    if (this.all) {
      this.all = false;
      this.stale = null;
      const room = Math.min(this.scroll.clientWidth - HEAD, 420 - HEAD);
      const most = Math.max(this.rows.length, this.columns.length, 1);
      this.size = Math.max(SMALLEST, Math.min(LARGEST, Math.floor(room / most)));
      const width = HEAD + this.columns.length * this.size + 2;
      const height = HEAD + this.rows.length * this.size + 2;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
      const context = fit(this.canvas, width, height);
      context.clearRect(0, 0, width, height);
      this.names(context, colours);
      for (const from of this.rows) {
        for (const to of this.columns) {
          this.one(context, colours, from, to);
        }
      }
      return;
    }
    const context = this.canvas.getContext('2d');
    const pops = this.model.pops.length;
    for (const pair of this.stale || []) {
      this.one(context, colours, Math.floor(pair / pops), pair % pops);
    }
    this.stale = null;
  }

  names(context, colours) {
    context.fillStyle = colours.ink;
    context.font = `${Math.min(11, this.size)}px system-ui, sans-serif`;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    const name = pop => this.model.pops[pop].name.slice(0, 9);
    this.rows.forEach((pop, row) => context.fillText(name(pop), HEAD - 4, HEAD + (row + 0.5) * this.size));
    context.textAlign = 'left';
    this.columns.forEach((pop, column) => {
      context.save();
      context.translate(HEAD + (column + 0.5) * this.size, HEAD - 4);
      context.rotate(-Math.PI / 2);
      context.fillText(name(pop), 0, 0);
      context.restore();
    });
  }

  one(context, colours, from, to) {
    const row = this.rowOf.get(from);
    const column = this.columnOf.get(to);
    if (row === undefined || column === undefined) {
      return;
    }
    const size = this.size;
    const x = HEAD + column * size;
    const y = HEAD + row * size;
    context.fillStyle = colours.paper;
    context.fillRect(x, y, size, size);
    const { model } = this;
    if (from !== to) {
      cell(context, LOOKS[model.letter(from, to)], x, y, size, colours.paper);
      const relays = model.paths[model.pair(from, to)];
      context.fillStyle = '#000';
      if (!relays) {
        context.fillRect(x, y + size - 3, size - 1, 2);
      } else if (relays.length > 0) {
        context.beginPath();
        context.arc(x + size - 4, y + size - 4, size > 12 ? 2.5 : 1.2, 0, 2 * Math.PI);
        context.fill();
      }
      if (model.hasMoved(model.pair(from, to))) {
        this.frame(context, MOVED, x, y, 2);
      }
    }
    if (row === this.at.row && column === this.at.column) {
      this.frame(context, colours.ink, x, y, document.activeElement === this.canvas ? 2 : 1);
    }
  }

  frame(context, colour, x, y, width) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.strokeRect(x + width / 2, y + width / 2, this.size - 1 - width, this.size - 1 - width);
  }
}
