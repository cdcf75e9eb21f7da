/* The hands of an exported page. It shows pictures that were computed beforehand, judges answers by the lab's own rules,
   and keeps what is entered in this browser. Nothing is sent anywhere, nothing is fetched, and all words come from the
   page (muscle_lib/export/page.py): here they are only put together. */
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
  const isOn = (button) => button.getAttribute("aria-pressed") === "true";
  const signed = (number) => (number < 0 ? "−" : "+") + Math.abs(number);
  const turn = (button, on) => button.setAttribute("aria-pressed", on);

  /* --- What is kept: an entry for each task, in this browser's own storage, a place for each lesson. -------------- */
  const place = `muscle-lab.${lesson.key}`, aside = `${place}.aside`;
  let memory = {}, isBlocked = false;
  try { localStorage.setItem(`${place}.try`, ""); localStorage.removeItem(`${place}.try`); } catch { isBlocked = true; }

  /* Read anew each time: another window may have added something. Where nothing is kept, there is only memory. */
  function kept(key) {
    try { memory = isBlocked ? memory : Object(JSON.parse(localStorage.getItem(place))); } catch { memory = {}; }
    return memory[key];
  }
  /* “state” is what has become of the task: left, begun, done or skipped. */
  function keep(root, state, entry) {
    kept();
    memory[root.dataset.key] = {state, ...entry};
    try { if (!isBlocked) { localStorage.setItem(place, JSON.stringify(memory)); } } catch { isBlocked = true; }
    tell();
  }
  const become = (done, size) => done >= size ? "done" : done ? "begun" : "left";

  /* The bar, and where entries are kept. */
  function tell() {
    all(".ml-where").forEach((part) => put(part, isBlocked ? problem(words.blocked) : escaped(words.kept)));
    const stations = lesson.stations.map((one) =>
      ({...one, states: one.keys.map((key) => (kept(key) || {state: "left"}).state)}));
    const number = (of, state = "done") => of.filter((one) => one === state).length;
    const sum = (title, of) => {
      const states = of.flatMap((one) => one.states), skipped = number(states, "skipped");
      return fill(words.done, title, number(states), states.length) + (skipped ? fill(words.skipped, skipped) : "");
    };
    const row = (of) => of.map((one) => {
      const said = escaped(fill(words.done, one.title, number(one.states), one.states.length));
      const pieces = one.states.map((state) => `<i class="ml-step ml-${state}"></i>`).join("");
      return `<span class="ml-steps" role="img" aria-label="${said}" title="${said}">${one.mark} ${pieces}</span>`;
    }).join("");
    const core = stations.filter((one) => !one.further), further = stations.filter((one) => one.further);
    const open = core.find((one) => one.states.some((state) => state === "left" || state === "begun"));
    const parts = [sum(lesson.bar, core) + (open ? fill(words.next, open.name) : words.nothing_left), row(core),
                   further.length ? `${sum(words.further, further)}. ${row(further)}` : ""];
    all(".ml-bar [data-bar]").forEach((part, which) => put(part, parts[which]));
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
  const boards = new Map();
  const near = new IntersectionObserver((seen) => seen.forEach((one) => {
    if (one.isIntersecting) { boards.get(one.target).prepare(); }
  }), {rootMargin: "1500px"});

  class Board {
    constructor(root) {
      this.root = root;
      this.still = this.part(".ml-picture img");
      this.moment = this.part(".ml-moment");
      this.controls = all(".ml-control", root).map((part) => all("input, select", part));
      this.controls.forEach((fields, which) => fields.forEach((field) =>
        field.addEventListener("input", () => this.move(which, Number(field.value)))));
      this.presets = all(".ml-try button", root);
      this.presets.forEach((button, which) => button.addEventListener("click", () => this.choose(which)));
      const presses = {reset: () => this.reset(), roll: () => this.roll(), hear: () => this.hear(),
                       play: () => this.timer ? this.pause() : this.play()};
      Object.entries(presses).forEach(([name, press]) => this.part(`.ml-${name}`).addEventListener("click", press));
      this.moment.addEventListener("input", () => { this.pause(); this.go(Number(this.moment.value)); });
      boards.set(root, this);
      near.observe(root);
    }
    part(what) { return first(what, this.root); }
    /* Its data are read when it comes near the view, or is needed: a lesson has a dozen boards. */
    get data() {
      if (!this.its) {
        this.its = JSON.parse(this.part("script").textContent);
        this.images = this.its.images.map(() => null);
        this.images[this.its.background] = this.still;
      }
      return this.its;
    }
    prepare() {
      near.unobserve(this.root);
      this.data.images.forEach((_, number) => this.image(number));
    }
    image(number) {
      this.images[number] ||= Object.assign(new Image(), {src: this.data.images[number]});
      return this.images[number];
    }
    /* At once if all is there; else as soon as it is, unless something newer is wanted by then. */
    async draw(tiles) {
      const parts = [[0, 0, this.data.background], ...tiles].map(([x, y, number]) => [this.image(number), x, y]);
      this.wanted = parts;
      if (!parts.every(([image]) => image.complete)) { await Promise.all(parts.map(([image]) => image.decode())); }
      if (this.wanted !== parts) { return; }
      if (!this.pen) {
        const canvas = Object.assign(document.createElement("canvas"),
          {width: this.still.naturalWidth, height: this.still.naturalHeight, ariaHidden: "true"});
        this.still.after(canvas);
        this.pen = canvas.getContext("2d");
      }
      parts.forEach((part) => this.pen.drawImage(...part));
    }
    say(text, isRead) {
      put(this.part(".ml-sentence"), escaped(text));
      this.still.alt = text;
      if (!isRead) { return; }
      const said = this.part(".ml-hidden");
      clearTimeout(this.saying);
      this.saying = setTimeout(() => {  /* when it rests; and as it stands in view, too, it is not left to be met twice */
        said.textContent = text;
        this.saying = setTimeout(() => { said.textContent = ""; }, 3000);
      }, 400);
    }
    /* A state, what belongs to it, and how the sliders stand for it: all at their start but one, if any. */
    set(number, {which = -1, at = 0, preset = -1, remark_html = "", film = null, sound = null, isRead = true} = {}) {
      const state = this.data.states[number];
      this.pause();
      Object.assign(this, {under: state.tiles, film, sound});
      this.controls.forEach((fields, one) => this.stand(fields, this.data.controls[one], one === which ? at : -1,
        which === one || which < 0));
      this.presets.forEach((button, one) => turn(button, one === preset));
      put(this.part(".ml-refused"), problem(state.problem));
      put(this.part(".ml-remark"), remark_html);
      put(this.part(".ml-sound"), "");
      this.offer(false);
      this.draw(state.tiles);
      this.say(state.sentence, isRead);
    }
    stand(fields, its, at, isAlone) {
      const here = at < 0 ? its.start : at, {text, danger} = its.positions[here], isChanged = here !== its.start;
      const idle = isAlone ? its.idle : "", part = fields[0].closest(".ml-control"), value = first(".ml-value", part);
      fields.forEach((field) => {
        if (field.type === "radio") { field.checked = Number(field.value) === here; return; }
        field.value = here;
        field.setAttribute("aria-label", its.title + (isChanged ? words.changed : "")
          + (danger ? words.now_dangerous : "") + (idle ? `, ${idle}` : ""));
        if (field.type === "range") { field.setAttribute("aria-valuetext", text); }
      });
      part.classList.toggle("ml-changed", isChanged);
      part.classList.toggle("ml-idle", Boolean(idle));
      if (value) { put(value, escaped(text) + (danger ? ` <b class="ml-dangerous">${words.dangerous}</b>` : "")); }
    }
    move(which, at) { this.set(this.data.controls[which].positions[at].state, {which, at}); }
    choose(which) { this.set(this.data.presets[which].state, {...this.data.presets[which], preset: which}); }
    reset() { if (this.data.live) { this.branch(0); } else { this.set(this.data.start_state, this.data); } }

    /* Film and sound of what is shown now are offered where there are such. */
    offer(isRolling) {
      this.part(".ml-roll").hidden = !this.film;
      this.part(".ml-hear").hidden = !this.sound;
      this.part(".ml-film").hidden = !isRolling;
      turn(this.part(".ml-roll"), isRolling);
    }
    hear() {
      const panel = this.part(".ml-sound");
      panel.innerHTML = `<audio controls></audio><p role="status"><b>${words.to_hear}</b> ${escaped(this.sound.words)}</p>`;
      first("audio", panel).src = this.sound.wav;
    }
    roll() {
      const isRolling = !isOn(this.part(".ml-roll"));
      this.pause();
      this.offer(isRolling);
      if (!isRolling) { this.draw(this.under); return; }
      this.take(this.film.pictures.map((tiles) => [...this.under, ...tiles]), this.film.fps, () => {}, () => {});
    }
    /* Pictures one after another, so many a second, and a slider to go to any of them. */
    take(pictures, fps, told, ended) {
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
      const last = this.pictures.length - 1;
      if (Number(this.moment.value) >= last) { this.go(0); }
      this.part(".ml-play").textContent = words.pause;
      this.timer = setInterval(() => {
        this.go(Number(this.moment.value) + 1);
        if (Number(this.moment.value) >= last) { this.pause(); this.ended(); }
      }, 1000 / this.fps);
    }
    pause() {
      clearInterval(this.timer);
      this.timer = 0;
      this.part(".ml-play").textContent = words.play;
    }
    /* A living muscle: a branch of its life is played, and at its end stand the buttons that lead on. */
    branch(number) {
      const {branches, fps} = this.data.live, {pictures, sentences, forks} = branches[number];
      const row = this.part(".ml-forks"), stop = this.part(".ml-play"), had = document.activeElement;
      const told = (at, isRead = false) => this.say(sentences.filter(([from]) => from <= at).pop()[1], isRead);
      const ended = () => {
        row.replaceChildren(...forks.map(({label, meaning, to}) => {
          const button = Object.assign(document.createElement("button"), {type: "button", textContent: label, title: meaning});
          button.addEventListener("click", () => this.branch(branches.findIndex((one) => one.key === to)));
          return button;
        }));
        const next = first("button", row) || this.part(".ml-reset");
        if (document.activeElement === stop) { next.focus(); }
        this.part(".ml-film").hidden = number === 0;
        told(pictures.length, number > 0);
      };
      this.pause();
      this.take(pictures, fps, told, ended);
      if (pictures.length < 2) { ended(); return; }
      row.replaceChildren();
      this.part(".ml-film").hidden = false;
      if (had && !had.isConnected) { stop.focus(); }
      this.play();
    }
  }

  /* --- The tasks. ------------------------------------------------------------------------------------------------- */
  const press = (root, what, action) => first(what, root).addEventListener("click", action);
  const verdict = (root, number) => all("template.ml-verdict", root)[number].innerHTML;
  /* The number of the choice, from 1; or NaN. */
  const picked = (root) => Number((first(".ml-choices input:checked", root) || {value: NaN}).value);
  function pick(root, number) {
    const field = first(`.ml-choices input[value="${Number(number)}"]`, root);
    if (field) { field.checked = true; }
    return field;
  }

  function predict(root) {
    const board = boards.get(first(".ml-board", root)), outcome = first(".ml-outcome", root), {right} = root.dataset;
    const open = (number) => {
      root.classList.add("ml-open");
      if (number === null) { return; }
      root.classList.add("ml-told");
      put(first(".ml-predicted", outcome), first("span", pick(root, number).parentElement).innerHTML);
      put(first(".ml-said", outcome), verdict(root, number - 1));
      board.set(Number(root.dataset.state), {remark_html: root.dataset.settings, isRead: false});
    };
    const enter = (number) => {
      open(number);
      keep(root, number === null ? "skipped" : "done", {picked: number, right: number === Number(right)});
      if (number === null) { first("input, button", board.root).focus(); } else { rest(outcome); }
    };
    press(root, ".ml-commit", () => picked(root) ? enter(picked(root))
      : put(first(".ml-missing", root), problem(words.none_predicted)));
    press(root, ".ml-skip", () => enter(null));
    const entry = kept(root.dataset.key);
    if (entry && (entry.picked === null || pick(root, entry.picked))) { open(entry.picked); }
  }

  /* A number as people type it, as muscle_lib/typed.py reads it: [number, or NaN; what it could be, if that is unclear]. */
  function numberIn(typed, unit) {
    const isDigit = (code) => /\p{Nd}/u.test(String.fromCodePoint(code));
    const plain = (text) => text.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => {
      let zero = digit.codePointAt(0);  /* of any script */
      while (isDigit(zero - 1)) { zero -= 1; }
      return (digit.codePointAt(0) - zero) % 10;
    });
    const same = (text) => plain(text).replace(/[\s^°]/g, "").replace(/μ/g, "u").toLowerCase();
    const tidy = plain(typed).replace(/[−–‐‑]/g, "-").trim().replace(/(\d)[ '’](?=\d{3}(?!\d))/g, "$1");
    const parts = /^([+-]? ?)([\d.,]*\d[.,]?)(e[+-]?\d+)? ?(.*)$/i.exec(tidy);
    if (!parts) { return [NaN]; }
    const [, sign, digits, power = "", behind] = parts;
    if (/^[1-9]\d{0,2},\d{3}$/.test(digits)) {
      return [NaN, fill(words.unclear, digits.replace(",", ""), digits.replace(",", "."))];
    }
    const mark = /^[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(digits) ? ","
      : /^([1-9]\d{0,2}(\.\d{3})+,\d*|[1-9]\d{0,2}(\.\d{3}){2,})$/.test(digits) ? "." : " ";
    const value = Number(sign.trim() + digits.replaceAll(mark, "").replaceAll(",", ".") + power);
    return [Number.isFinite(value) && ["", same(unit)].includes(same(behind)) ? value : NaN];
  }

  function ask(root) {
    const {unit} = root.dataset, [right, tolerance] = [Number(root.dataset.right), Number(root.dataset.tolerance)];
    const field = first(".ml-number", root), said = first(".ml-said", root);
    const isRight = (value) => field ? Math.abs(value - right) <= tolerance * (1 + 1e-9) : value === right;
    const judge = () => {
      const [value, unclear] = field ? numberIn(field.value, unit) : [picked(root) || NaN];
      const missing = field ? fill(words.none_typed, unit) : words.none_picked;
      put(said, Number.isNaN(value) ? problem(missing + (unclear ? ` ${field.value} ${unclear}.` : ""))
        : verdict(root, !field ? value - 1 : isRight(value) ? 0 : value < right ? 1 : 2));
      return value;
    };
    press(root, ".ml-check", () => {
      const value = judge(), is = isRight(value), before = kept(root.dataset.key) || {tries: 0, first_right: is};
      if (Number.isNaN(value)) { return; }
      const {tries, first_right} = before;
      keep(root, is ? "done" : "begun", {given: value, right: is, tries: tries + 1, first_right});
    });
    const entry = kept(root.dataset.key);
    if (entry && field) { field.value = String(entry.given); }
    if (entry && (field || pick(root, entry.given))) { judge(); }
  }

  function note(root) {
    const field = first("textarea", root), printed = first(".ml-written", root);
    const before = () => (kept(root.dataset.key) || {text: ""}).text;
    const store = () => {
      printed.textContent = field.value;
      if (field.value !== before()) { keep(root, field.value.trim() ? "done" : "left", {text: field.value}); }
    };
    field.value = printed.textContent = before();
    let wait = 0;
    field.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(store, 400); });
    addEventListener("pagehide", store);
  }

  function evidence(root) {
    const rows = all("tbody tr", root), buttons = all(".ml-weigh button", root), whole = first(".ml-all", root);
    const steps = all("template.ml-now", root), balances = all("template.ml-balance", root), size = rows.length;
    const given = () => (kept(root.dataset.key) || {given: []}).given;
    const look = () => {
      const done = given().length, shown = isOn(whole) ? size : done;
      buttons.forEach((button) => { button.disabled = done >= size || isOn(whole); });
      put(first("p.ml-now", root), isOn(whole) && done < size ? fill(words.all_shown, size, done) : steps[done].innerHTML);
      put(first("p.ml-balance", root), balances[shown].innerHTML);
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

  /* “fates”: what each rank is for each case: its kind, its weight, the best weight, its cell in the table, its name. */
  function triage(root) {
    const cases = all(".ml-case", root), fates = cases.map((part) => JSON.parse(part.dataset.fates));
    const begin = first(".ml-beginning", root), end = first(".ml-end", root), so_far = first(".ml-so-far", root);
    const given = () => (kept(root.dataset.key) || {given: {}}).given;
    const look = (at) => {
      const made = cases.map((part, one) => fates[one][given()[part.dataset.case] - 1]).filter(Boolean);
      const sum = (what) => signed(made.reduce((total, fate) => total + fate[what], 0));
      const kinds = words.kinds.map((kind) => made.filter((fate) => fate.kind === kind).length);
      all(".ml-counted", root).forEach((part) => put(part, fill(words.counted, made.length, ...kinds)));
      put(first(".ml-cost", root), fill(words.cost, sum("weight"), sum("best")));
      all(".ml-so-far td", root).forEach((cell, number) => {
        const here = made.filter((fate) => fate.cell === number), names = here.map((fate) => fate.name).join(", ");
        put(cell, here.length ? `<b>${here.length} ${here[0].kind}</b> (${names})` : "–");
      });
      begin.hidden = at >= 0;
      end.hidden = at < cases.length;
      so_far.hidden = !made.length || at < 0;
      so_far.open ||= at >= cases.length;
      cases.forEach((part, one) => { part.hidden = one !== at && at < cases.length; });
    };
    cases.forEach((part, at) => {
      const open = (number) => {
        pick(part, number);
        part.classList.add("ml-decided");
        all("input, .ml-decide", part).forEach((field) => { field.disabled = true; });
        put(first(".ml-said", part), verdict(part, number - 1));
      };
      const entry = given()[part.dataset.case];
      if (entry) { open(entry); }
      press(part, ".ml-decide", () => {
        const number = picked(part);
        put(first(".ml-missing", part), number ? "" : problem(words.none_ranked));
        if (!number) { return; }
        open(number);
        const all_given = {...given(), [part.dataset.case]: number};
        keep(root, become(Object.keys(all_given).length, cases.length), {given: all_given});
        look(at);
        rest(first(".ml-said", part));
      });
      press(part, ".ml-next", () => { look(at + 1); rest(cases[at + 1] ? first(".ml-story", cases[at + 1]) : end); });
    });
    press(root, ".ml-begin", () => { look(0); rest(first(".ml-story", cases[0])); });
    const left = cases.findIndex((part) => !given()[part.dataset.case]);
    look(left < 0 ? cases.length : left || -1);
  }

  /* --- The end of a lesson: a copy of what was entered, and the next student. ------------------------------------- */
  function report(root) {
    press(root, ".ml-print", () => print());
    press(root, ".ml-copy", () => {
      all("input").forEach((field) => field.type === "radio" ? field.toggleAttribute("checked", field.checked)
        : field.setAttribute("value", field.value));
      const parts = all("main h1, main h2, .ml-bar, .ml-task").filter((part) => !part.dataset.kind || kept(part.dataset.key))
        .map((part) => part.cloneNode(true));
      parts.forEach((part) => all("script, template, .ml-board, [hidden]", part).forEach((one) => one.remove()));
      const head = all("head meta, head title, head style").map((part) => part.outerHTML).join("");
      const page = `<!DOCTYPE html><html lang="${lesson.language}"><head>${head}</head><body class="ml-a-copy"><main>`
        + `${parts.map((part) => part.outerHTML).join("")}</main></body></html>`;
      const link = Object.assign(document.createElement("a"), {download: `${lesson.file}.report.html`,
        href: URL.createObjectURL(new Blob([page], {type: "text/html"}))});
      link.click();
    });
    /* Put aside, not deleted; a second press brings it back. */
    const afresh = first(".ml-afresh", root), has = (which) => !isBlocked && localStorage.getItem(which);
    const isBack = () => Boolean(has(aside) && !has(place));
    afresh.textContent = isBack() ? words.bring_back : words.afresh;
    afresh.addEventListener("click", () => {
      const [from, to] = isBack() ? [aside, place] : [place, aside];
      if (has(from)) { localStorage.setItem(to, has(from)); localStorage.removeItem(from); }
      location.reload();
    });
  }

  all(".ml-board").forEach((root) => new Board(root));
  const kinds = {predict, ask, note, evidence, triage, report};
  all(".ml-task").forEach((root) => kinds[root.dataset.kind](root));
  tell();
  /* On paper nothing can be opened. */
  let opened = [];
  addEventListener("beforeprint", () => { opened = all("details:not([open])"); opened.forEach((one) => { one.open = true; }); });
  addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
})();
