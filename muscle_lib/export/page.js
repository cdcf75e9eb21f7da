/* The hands of an exported page: it lays pictures over one another that were computed beforehand, judges answers by the
   lab's own rules, and keeps entries in this browser. Nothing is fetched or sent. All words come from page.py. */
"use strict";
(() => {
  const first = (what, within = document) => within.querySelector(what);
  const all = (what, within = document) => Array.from(within.querySelectorAll(what));
  const lesson = JSON.parse(first("#lesson").textContent), words = lesson.words;
  /* “{} of {} done”, filled in from the left. */
  const fill = (form, ...values) => values.reduce((made, value) => made.replace("{}", () => value), form);
  const escaped = (text) => Object.assign(document.createElement("p"), {textContent: text}).innerHTML;
  const problem = (text) => text ? `<div class="ml-problem">${escaped(text)}</div>` : "";
  const put = (part, html) => { if (part.innerHTML !== html) { part.innerHTML = html; } };
  const press = (root, what, action) => first(what, root).addEventListener("click", action);
  const isOn = (button) => button.getAttribute("aria-pressed") === "true";
  const turn = (button, on) => button.setAttribute("aria-pressed", on);
  const signed = (number) => (number < 0 ? "−" : "+") + Math.abs(number);

  /* --- What is kept: an entry for each task, in this browser's own storage, a place for each lesson. -------------- */
  const place = `muscle-lab.${lesson.key}`, aside = `${place}.aside`;
  let memory = {}, isBlocked = false;
  try { localStorage.setItem(`${place}.try`, ""); localStorage.removeItem(`${place}.try`); } catch { isBlocked = true; }

  /* Read anew each time: another window may have added something. Where nothing is kept, there is only memory. */
  function kept(root, otherwise) {
    try { memory = isBlocked ? memory : {...JSON.parse(localStorage.getItem(place))}; } catch { memory = {}; }
    return memory[root.dataset.key] || otherwise;
  }
  /* “state” is what has become of the task: left, begun, done or skipped. */
  function keep(root, state, entry) {
    kept(root);
    memory[root.dataset.key] = {state, ...entry};
    try { if (!isBlocked) { localStorage.setItem(place, JSON.stringify(memory)); } } catch { isBlocked = true; }
    tell();
  }
  const become = (done, size) => done >= size ? "done" : done ? "begun" : "left";
  function stateOf(key) {
    const size = first(`.ml-causes[data-key="${key}"]`)?.dataset.size;
    return size ? become(placed().length, size) : kept({dataset: {key}}, {state: "left"}).state;
  }
  /* What the causes do that stand rightly on the map (at one of its places): their marks. */
  const placed = (at) => all(".ml-causes .ml-ask").filter((part) => kept(part)?.state === "done"
    && (!at || at === String(kept(part).given))).map((part) => part.dataset.mark);

  /* The bar, the map, and where entries are kept. */
  function tell() {
    all(".ml-where").forEach((part) => put(part, isBlocked ? problem(words.blocked) : escaped(words.kept)));
    const stations = lesson.stations.map((one) => ({...one, states: one.keys.map(stateOf)}));
    const done = (states) => states.filter((state) => state === "done").length;
    const sum = (title, of) => {
      const states = of.flatMap((one) => one.states), skipped = states.filter((state) => state === "skipped").length;
      return fill(words.done, title, done(states), states.length) + (skipped ? fill(words.skipped, skipped) : "");
    };
    const row = (of) => of.map(({title, mark, states}) => {
      const said = escaped(fill(words.done, title, done(states), states.length));
      const pieces = states.map((state) => `<i class="ml-step ml-${state}"></i>`).join("");
      return `<span class="ml-steps" role="img" aria-label="${said}" title="${said}">${mark} ${pieces}</span>`;
    }).join("");
    const [core, further] = [false, true].map((its) => stations.filter((one) => one.further === its));
    const open = core.find((one) => one.states.some((state) => state === "left" || state === "begun"));
    const parts = [sum(lesson.bar, core) + (open ? fill(words.next, open.name) : words.nothing_left), row(core),
                   further.length ? `${sum(words.further, further)}. ${row(further)}` : ""];
    all(".ml-bar [data-bar]").forEach((part, which) => put(part, parts[which]));
    all(".ml-causes [data-place]").forEach((mark) => put(mark, placed(mark.dataset.place).join(" ")));
  }

  /* The focus rests on a text for once, and has it read out as its name: once, and in its place. */
  function rest(part) {
    const its = {tabindex: -1, role: "group", "aria-labelledby": part.id};
    Object.entries(its).forEach(([name, value]) => part.setAttribute(name, value));
    part.addEventListener("blur", () => Object.keys(its).forEach((name) => part.removeAttribute(name)), {once: true});
    part.focus({preventScroll: true});
    part.scrollIntoView({block: "nearest"});
  }

  /* --- A board: pictures laid over one another, and what chooses among them. -------------------------------------- */
  const near = new IntersectionObserver((seen) => seen.forEach(({target, isIntersecting}) => {
    if (isIntersecting) { near.unobserve(target); target.board.prepare(); }
  }), {rootMargin: "1500px"});

  class Board {
    constructor(root) {
      Object.assign(this, {root, still: first(".ml-picture img", root), moment: first(".ml-moment", root),
                           presets: all(".ml-try button", root)});
      this.controls = all(".ml-control", root).map((part) => all("input, select", part));
      this.controls.forEach((fields, which) => fields.forEach((field) =>
        field.addEventListener("input", () => this.move(which, Number(field.value)))));
      this.presets.forEach((button, which) => button.addEventListener("click", () => this.choose(which)));
      ["reset", "roll", "hear", "play"].forEach((name) => press(root, `.ml-${name}`, () => this[name]()));
      this.moment.addEventListener("input", () => { this.pause(); this.go(Number(this.moment.value)); });
      root.board = this;
      near.observe(root);
    }
    part(what) { return first(what, this.root); }
    /* Its data are read when it comes near the view, or is needed: a lesson has a dozen boards. */
    get data() {
      if (this.its) { return this.its; }
      const its = JSON.parse(this.part("script").textContent), {states, film, sound} = its;
      const images = its.images.map((src) => src ? null : this.still);
      return Object.assign(this, {its, images, film, sound, under: states[0].tiles}).its;
    }
    image(which) { return this.images[which] ||= Object.assign(new Image(), {src: this.data.images[which]}); }
    prepare() {
      this.data.images.forEach((_, which) => this.image(which));
      const sideways = this.part(".ml-sideways");  /* what can be pushed must be reached by keyboard */
      if (sideways.scrollWidth > sideways.clientWidth + 1) { sideways.tabIndex = 0; }
      if (this.data.live) { this.branch(0); }
    }
    /* At once if all is there; else as soon as it is, unless something newer is wanted by then. */
    async draw(tiles) {
      const parts = [[0, 0, this.data.background], ...tiles].map(([x, y, which]) => [this.image(which), x, y]);
      this.wanted = parts;
      if (!parts.every(([image]) => image.complete)) { await Promise.all(parts.map(([image]) => image.decode())); }
      if (this.wanted !== parts) { return; }
      if (!this.pen) {
        const canvas = document.createElement("canvas"), {naturalWidth: width, naturalHeight: height} = this.still;
        this.still.after(Object.assign(canvas, {width, height, ariaHidden: "true"}));
        this.pen = canvas.getContext("2d");
      }
      parts.forEach((part) => this.pen.drawImage(...part));
    }
    say(text, isRead) {
      put(this.part(".ml-sentence"), escaped(text));
      this.still.alt = text;
      if (!isRead) { return; }
      clearTimeout(this.saying);
      this.saying = setTimeout(() => {  /* once it rests; and it stands in view, too: it is not left to be met twice */
        this.part(".ml-hidden").textContent = text;
        this.saying = setTimeout(() => { this.part(".ml-hidden").textContent = ""; }, 3000);
      }, 400);
    }
    /* A state, what belongs to it, and how the sliders stand for it: at their starts, if it is not said otherwise. */
    set(number, {places = [], preset = -1, remark_html = "", film = null, sound = null, isRead = true} = {}) {
      const state = this.data.states[number];
      this.pause();
      Object.assign(this, {under: state.tiles, film, sound});
      this.controls.forEach((fields, which) => this.stand(fields, this.data.controls[which], places, which));
      this.presets.forEach((button, which) => turn(button, which === preset));
      put(this.part(".ml-refused"), problem(state.problem));
      put(this.part(".ml-remark"), remark_html);
      put(this.part(".ml-sound"), "");
      this.offer(false);
      this.draw(state.tiles);
      this.say(state.sentence, isRead);
    }
    stand(fields, {start, places: its}, places, which) {
      const here = places[which] ?? start, {text, name, html} = its[here], part = fields[0].closest(".ml-control");
      fields.forEach((field) => {
        if (field.type === "radio") { field.checked = Number(field.value) === here; return; }
        field.value = here;
        field.setAttribute("aria-label", name);
        if (field.type === "range") { field.setAttribute("aria-valuetext", text); }
      });
      part.classList.toggle("ml-changed", here !== start);
      part.classList.toggle("ml-busy", places.some((at, other) => other !== which && at !== null));
      all(".ml-value", part).forEach((value) => put(value, html));
    }
    move(which, at) {
      const places = this.controls.map((_, one) => one === which ? at : null);
      this.set(this.data.controls[which].places[at].state, {places});
    }
    choose(which) { this.set(this.data.presets[which].state, {...this.data.presets[which], preset: which}); }
    reset() { if (this.data.live) { this.branch(0); } else { this.set(0, this.data); } }
    /* Film and sound of what is shown now are offered where there are such. */
    offer(isRolling) {
      this.part(".ml-roll").hidden = !this.film;
      this.part(".ml-hear").hidden = !this.sound;
      this.part(".ml-film").hidden = !isRolling;
      turn(this.part(".ml-roll"), isRolling);
    }
    hear() {
      put(this.part(".ml-sound"), `<audio controls src="${this.data && this.sound.wav}"></audio>
        <p role="status"><b>${words.to_hear}</b> ${escaped(this.sound.words)}</p>`);
    }
    roll() {
      const isRolling = this.data && !isOn(this.part(".ml-roll"));
      this.pause();
      this.offer(isRolling);
      if (!isRolling) { this.draw(this.under); return; }
      this.take(this.film.pictures.map((tiles) => [...this.under, ...tiles]), this.film.fps);
    }
    /* Pictures one after another, so many a second, and a slider to go to any of them. */
    take(pictures, fps, told = () => {}, ended = () => {}) {
      Object.assign(this, {pictures, fps, told, ended});
      this.moment.max = pictures.length - 1;
      this.go(0);
    }
    go(at) {
      this.draw(this.pictures[at]);
      this.moment.value = at;
      this.moment.setAttribute("aria-valuetext", `${at} ${fill(words.of, this.pictures.length - 1)}`);
      this.told(at);
    }
    play() {
      if (this.timer) { this.pause(); return; }
      const isLast = () => Number(this.moment.value) >= this.pictures.length - 1;
      if (isLast()) { this.go(0); }
      this.part(".ml-play").textContent = words.pause;
      this.timer = setInterval(() => {
        this.go(Number(this.moment.value) + 1);
        if (isLast()) { this.pause(); this.ended(); }
      }, 1000 / this.fps);
    }
    pause() {
      this.timer = clearInterval(this.timer);
      this.part(".ml-play").textContent = words.play;
    }
    /* A living muscle: a branch of its life is played, and at its end stand the buttons that lead on. */
    branch(number) {
      const {branches, fps} = this.data.live, {pictures: moving, sentences, forks} = branches[number];
      const row = this.part(".ml-forks"), stop = this.part(".ml-play"), pictures = moving.length ? moving : [[]];
      const told = (at, isRead = false) => this.say(sentences.filter(([from]) => from <= at).at(-1)[1], isRead);
      const ended = () => {
        row.replaceChildren(...forks.map(({label, meaning, to}) => {
          const button = Object.assign(document.createElement("button"), {textContent: label, title: meaning});
          button.addEventListener("click", () => { this.branch(branches.findIndex((one) => one.key === to)); });
          return button;
        }));
        told(pictures.length, number > 0);
        if (document.activeElement === stop && row.firstChild) { row.firstChild.focus(); }
      };
      this.pause();
      this.take(pictures, fps, told, ended);
      this.part(".ml-film").hidden = !moving.length;
      if (!moving.length) { ended(); return; }
      row.replaceChildren();
      stop.focus();
      this.play();
    }
  }

  /* --- The tasks. ------------------------------------------------------------------------------------------------- */
  const verdict = (root, number) => all("template.ml-verdict", root)[number].innerHTML;
  const picked = (root) => Number(first(".ml-choices :checked", root)?.value || NaN);  /* counted from 1 */
  function pick(root, number) {
    const field = first(`.ml-choices [value="${Number(number)}"]`, root);
    return field && Object.assign(field, {checked: true, selected: true});
  }

  function predict(root) {
    const board = first(".ml-board", root).board, outcome = first(".ml-outcome", root), its = root.dataset;
    const open = (number) => {
      root.classList.add("ml-open");
      if (number === null) { return; }
      root.classList.add("ml-told");
      put(first(".ml-predicted", outcome), first("span", pick(root, number).parentElement).innerHTML);
      put(first(".ml-said", outcome), verdict(root, number - 1));
      board.set(Number(its.state), {remark_html: its.settings, places: JSON.parse(its.places), isRead: false});
    };
    const enter = (number) => {
      open(number);
      keep(root, number === null ? "skipped" : "done", {picked: number});
      if (number !== null) { rest(outcome); return; }
      all("input, button, summary", board.root).find((one) => one.offsetParent)?.focus();
    };
    press(root, ".ml-commit", () => picked(root) ? enter(picked(root))
      : put(first(".ml-missing", root), problem(words.none_predicted)));
    press(root, ".ml-skip", () => enter(null));
    const entry = kept(root);
    if (entry && (entry.picked === null || pick(root, entry.picked))) { open(entry.picked); }
  }

  /* A number as people type it, as muscle_lib/typed.py reads it: [the number or NaN, what it could be if unclear]. */
  function numberIn(typed, unit) {
    const digit = (code) => /\p{Nd}/u.test(String.fromCodePoint(code)) ? 1 + digit(code - 1) : 0;  /* of any script */
    const plain = (text) => text.normalize("NFKC").replace(/\p{Nd}/gu, (one) => (digit(one.codePointAt(0)) - 1) % 10);
    const same = (text) => plain(text).replace(/[\s^°]/g, "").replace(/μ/g, "u").toLowerCase();
    const tidy = plain(typed).replace(/[−–‐‑]/g, "-").trim().replace(/(\d)[ '’](?=\d{3}(?!\d))/g, "$1");
    const parts = /^([+-]? ?)([\d.,]*\d[.,]?)(e[+-]?\d+)? ?(.*)$/i.exec(tidy);
    if (!parts) { return [NaN]; }
    const [, sign, digits, power = "", behind] = parts, either = ["", "."].map((to) => digits.replace(",", to));
    if (/^[1-9]\d{0,2},\d{3}$/.test(digits)) { return [NaN, fill(words.unclear, ...either)]; }
    const mark = /^[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(digits) ? ","
      : /^([1-9]\d{0,2}(\.\d{3})+,\d*|[1-9]\d{0,2}(\.\d{3}){2,})$/.test(digits) ? "." : " ";
    const value = Number(sign.trim() + digits.replaceAll(mark, "").replaceAll(",", ".") + power);
    return [Number.isFinite(value) && ["", same(unit)].includes(same(behind)) ? value : NaN];
  }

  function ask(root) {
    const {unit, tolerance} = root.dataset, right = JSON.parse(root.dataset.right), field = first(".ml-number", root);
    const isRight = (value) => field ? Math.abs(value - right) <= tolerance * (1 + 1e-9) : right.includes(value);
    const judge = () => {
      const [value, unclear] = field ? numberIn(field.value, unit) : [picked(root)];
      const missing = field ? fill(words.none_typed, unit) : words.none_picked;
      put(first(".ml-said", root), Number.isNaN(value)
        ? problem(missing + (unclear ? ` ${field.value} ${unclear}.` : ""))
        : verdict(root, !field ? value - 1 : isRight(value) ? 0 : value < right ? 1 : 2));
      return value;
    };
    press(root, ".ml-check", () => {
      const value = judge(), tries = kept(root, {tries: 0}).tries + 1;
      if (!Number.isNaN(value)) { keep(root, isRight(value) ? "done" : "begun", {given: value, tries}); }
    });
    const entry = kept(root);
    if (entry && (field ? Object.assign(field, {value: entry.given}) : pick(root, entry.given))) { judge(); }
  }

  function note(root) {
    const field = first("textarea", root), printed = first(".ml-written", root);
    field.value = printed.textContent = kept(root, {text: ""}).text;
    field.addEventListener("input", () => {
      printed.textContent = field.value;
      keep(root, field.value.trim() ? "done" : "left", {text: field.value});
    });
  }

  function evidence(root) {
    const rows = all("tbody tr", root), buttons = all(".ml-weigh button", root), whole = first(".ml-all", root);
    const given = () => kept(root, {given: []}).given, size = rows.length;
    const look = () => {
      const done = given().length, shown = isOn(whole) ? size : done;
      buttons.forEach((button) => { button.disabled = done >= size || isOn(whole); });
      put(first("p.ml-now", root), isOn(whole) && done < size ? fill(words.all_shown, size, done)
        : all("template.ml-now", root)[done].innerHTML);
      put(first("p.ml-balance", root), all("template.ml-balance", root)[shown].innerHTML);
      rows.forEach((row, number) => { row.hidden = number >= shown; });
      first(".ml-weighed", root).hidden = !shown;
    };
    buttons.forEach((button, which) => button.addEventListener("click", () => {
      const done = given().length;
      put(first(".ml-said", root), verdict(root, buttons.length * done + which));
      keep(root, become(done + 1, size), {given: [...given(), which]});
      look();
      if (button.disabled) { whole.focus(); }
    }));
    press(root, ".ml-all", () => { turn(whole, !isOn(whole)); put(first(".ml-said", root), ""); look(); });
    look();
  }

  function triage(root) {
    const cases = all(".ml-case", root), size = cases.length;
    const [begin, end, so_far] = ["beginning", "end", "so-far"].map((name) => first(`.ml-${name}`, root));
    const given = () => kept(root, {given: {}}).given, its = (part) => given()[part.dataset.case];
    const look = (at) => {
      const made = cases.filter(its).map((part) => JSON.parse(part.dataset.fates)[its(part) - 1]);
      const sum = (what) => signed(made.reduce((total, fate) => total + fate[what], 0));
      const kinds = words.kinds.map((kind) => made.filter((fate) => fate.kind === kind).length);
      all(".ml-counted", root).forEach((part) => put(part, fill(words.counted, made.length, ...kinds)));
      put(first(".ml-cost", root), fill(words.cost, sum("weight"), sum("best")));
      all("td", so_far).forEach((cell, number) => {
        const here = made.filter((fate) => fate.cell === number), names = here.map((fate) => fate.name).join(", ");
        put(cell, here.length ? `<b>${here.length} ${here[0].kind}</b> (${names})` : "–");
      });
      [begin.hidden, end.hidden, so_far.hidden] = [at >= 0, at < size, at < 0];
      cases.forEach((part, one) => { part.hidden = one !== at && at < size; });
    };
    cases.forEach((part, at) => {
      const open = () => {
        pick(part, its(part));
        part.classList.add("ml-decided");
        first("fieldset", part).disabled = true;
        put(first(".ml-said", part), verdict(part, its(part) - 1));
      };
      if (its(part)) { open(); }
      press(part, ".ml-decide", () => {
        const number = picked(part), so_many = Object.keys(given()).length + 1;
        put(first(".ml-missing", part), number ? "" : problem(words.none_ranked));
        if (!number) { return; }
        keep(root, become(so_many, size), {given: {...given(), [part.dataset.case]: number}});
        open();
        look(at);
        rest(first(".ml-said", part));
      });
      press(part, ".ml-next", () => { look(at + 1); rest(cases[at + 1] || end); });
    });
    press(root, ".ml-begin", () => { look(0); rest(cases[0]); });
    look(cases.every(its) ? size : cases.findIndex((part) => !its(part)) || -1);
  }

  /* --- The end of a lesson: a copy of what was entered, and the next student. ------------------------------------- */
  function report(root) {
    press(root, ".ml-print", () => print());
    press(root, ".ml-copy", () => {
      all("input").forEach((one) => { [one.defaultChecked, one.defaultValue] = [one.checked, one.value]; });
      all("option").forEach((one) => { one.defaultSelected = one.selected; });
      const parts = all("main h1, main h2, .ml-bar, .ml-task").filter((part) => !part.dataset.key || kept(part))
        .map((part) => part.cloneNode(true));
      const away = "script, template, .ml-board, [hidden]:not(.ml-case), .ml-case:not(.ml-decided)";
      parts.forEach((part) => all(away, part).forEach((one) => one.remove()));
      const page = [first("head"), ...parts].map((part) => part.outerHTML).join("");
      const html = `<!DOCTYPE html><html lang="${lesson.language}" class="ml-copy">${page}</html>`;
      const href = URL.createObjectURL(new Blob([html], {type: "text/html"}));
      Object.assign(document.createElement("a"), {download: `${lesson.file}.report.html`, href}).click();
    });
    const has = (which) => isBlocked ? null : localStorage.getItem(which), isBack = has(aside) && !has(place);
    const [from, to] = isBack ? [aside, place] : [place, aside];  /* nothing is deleted */
    if (isBack) { first(".ml-afresh", root).textContent = words.bring_back; }
    press(root, ".ml-afresh", () => {
      if (has(from)) { localStorage.setItem(to, has(from)); localStorage.removeItem(from); }
      location.reload();
    });
  }

  all(".ml-board").forEach((root) => new Board(root));
  all(".ml-task").forEach((root) => ({predict, ask, note, evidence, triage, report})[root.dataset.kind](root));
  tell();
  addEventListener("beforeprint", () => all("details:not([open], .ml-look)").forEach((one) => {
    one.open = true;  /* on paper nothing can be opened */
    addEventListener("afterprint", () => { one.open = false; }, {once: true});
  }));
})();
