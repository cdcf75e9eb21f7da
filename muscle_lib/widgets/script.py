"""The small script that runs once on each of our widgets in the page: it names for a screen reader what core ipywidgets
leave without a name, keeps typed letters from the notebook, and the focus where it belongs (``look.page_hook``)."""

SCRIPT = """
(function (style) {
  var root = style.closest('.ml-root');
  if (!root || root.dataset.mlDescribed) { return; }
  root.dataset.mlDescribed = '1';
  /* A click into the picture must not leave the keys to the notebook, where x cuts the cell. */
  root.tabIndex = -1;
  function name(element, text) {
    if (element && element.getAttribute('aria-label') !== text) {
      element.setAttribute('aria-label', text);
      element.removeAttribute('title');  /* its name where no script runs; now it would be read twice */
    }
  }
  function idOf(element) {
    if (!element.id) { window.mlCount = (window.mlCount || 0) + 1; element.id = 'ml-' + window.mlCount; }
    return element.id;
  }
  /* What a slider says: not the number that noUiSlider counts in (a logarithm, perhaps), but the value in its unit. */
  function say(control, handle, label) {
    var slider = handle.closest('.noUi-target').noUiSlider, at = slider.get(true);
    var field = control.querySelector('.ml-number input');
    var isLog = label.dataset.scale === 'log', typed = field && field.value ? Number(field.value) : NaN;
    var value = isLog ? Number(Math.pow(10, at).toPrecision(4)) : Number(at.toPrecision(9));
    /* A typed value between two steps, which the handle cannot show. */
    if (Math.abs((isLog ? Math.log10(typed) : typed) - at) < slider.options.step / 2) { value = typed; }
    var words = (String(value).replace('-', '\u2212') + ' ' + (label.dataset.unit || '')).trim();
    if (handle.getAttribute('aria-valuetext') !== words) { handle.setAttribute('aria-valuetext', words); }
  }
  function describe() {
    /* What is typed into a page that sleeps would be lost. */
    var asleep = root.classList.contains('jupyter-widgets-disconnected');
    root.querySelectorAll('button, input, select, textarea, .noUi-target').forEach(function (part) {
      if (part.inert !== asleep) { part.inert = asleep; } });
    root.querySelectorAll('.ml-control').forEach(function (control) {
      var label = control.querySelector('.ml-label'), handle = control.querySelector('.noUi-handle');
      if (!label) { return; }
      name(handle, label.dataset.name);
      if (handle) { say(control, handle, label); }
      var field = control.querySelector('.ml-number input');
      name(field, label.dataset.name + ', type a value');
      if (field && label.dataset.keys) { field.inputMode = label.dataset.keys; }
      name(control.querySelector('select'), label.dataset.name);
      var options = control.querySelector('.widget-toggle-buttons');
      if (options) { options.setAttribute('role', 'group'); name(options, label.dataset.name); }
    });
    root.querySelectorAll('.widget-toggle-button').forEach(function (button) {
      button.setAttribute('aria-pressed', button.classList.contains('mod-active'));
    });
    root.querySelectorAll('[class*="ml-names-"]').forEach(function (holder) {
      var words = holder.querySelector('[data-names]');
      if (words) { holder.querySelectorAll('input, textarea, select').forEach(function (input) {
        if (!input.labels || !input.labels.length || !input.labels[0].textContent.trim()) {
          name(input, words.dataset.names); } }); }
    });
    /* One group, named by its question. A name in common makes it one Tab stop, with the arrow keys inside. */
    root.querySelectorAll('.ml-names-choices .widget-radio-box').forEach(function (group) {
      group.setAttribute('role', 'radiogroup');
      name(group, group.closest('.ml-names-choices').querySelector('[data-names]').dataset.names);
      group.querySelectorAll('input').forEach(function (choice) { choice.name = idOf(group); });
    });
    root.querySelectorAll('.widget-play').forEach(function (play) {
      play.querySelectorAll('button').forEach(function (button, i) {
        name(button, ['Play or pause the film', 'Stop the film', 'Repeat the film'][i] || 'Film');
      });
    });
    root.querySelectorAll('.ml-live > .widget-html-content').forEach(function (live) {
      if (live.getAttribute('role') !== 'status') {
        live.setAttribute('role', 'status');
        live.setAttribute('aria-live', 'polite');
        live.setAttribute('aria-atomic', 'true');
      }
    });
    root.querySelectorAll('.ml-hidden.ml-live > .widget-html-content').forEach(fade);
    var words = root.querySelector('.ml-sentence');
    root.querySelectorAll('img.widget-image').forEach(function (picture) {
      var its = picture.parentElement.querySelector('.ml-picture-words') || words;
      if (its && picture.alt !== its.textContent.trim()) { picture.alt = its.textContent.trim(); }
    });
    root.querySelectorAll('img.ml-pad').forEach(function (pad) {
      if (pad.tabIndex !== 0) { pad.tabIndex = 0; pad.setAttribute('role', 'button'); }
      name(pad, 'The picture: arrow keys move the cross in it, Enter is a click there');
    });
    /* Who has asked for less motion gets stills from the start. */
    root.querySelectorAll('button.ml-stills:not([data-asked])').forEach(function (stills) {
      stills.dataset.asked = '1';
      if (matchMedia('(prefers-reduced-motion: reduce)').matches && !stills.classList.contains('mod-active')) {
        stills.click();
      }
    });
    keepFocus();
  }
  /* Of several changes of one control in a row ipywidgets sends the last one late, but a press at once: it would count
     for the answer, or the slider, as it was before. So a press waits until the kernel has what is shown. */
  function shown(holder) {
    var list = holder.querySelector('select'), options = Array.from(
      holder.querySelectorAll('input[type=radio], .widget-toggle-button'));
    if (list) { return String(list.selectedIndex); }
    return options.length ? String(options.findIndex(function (one) {
      return one.checked || one.classList.contains('mod-active'); })) : holder.querySelector('input').value;
  }
  /* The kernel writes into the field what it has heard of the slider, and moves the slider as it was told to there. */
  function agree(control) {
    var target = control.querySelector('.noUi-target'), field = control.querySelector('.ml-number input');
    var typed = field.value ? Number(field.value.replace(',', '.')) : NaN, slider = target && target.noUiSlider;
    if (isNaN(typed) || !slider) { return true; }
    var label = control.querySelector('.ml-label'), range = slider.options.range;
    var at = label && label.dataset.scale === 'log' ? Math.log10(typed) : typed;
    at = Math.min(Math.max(at, range.min), range.max);
    return !(Math.abs(at - slider.get(true)) > 0.51 * slider.options.step);
  }
  function isKnown() {
    return Array.from(root.querySelectorAll('[data-has]')).every(function (words) {
      return shown(words.closest('.widget-box')) === words.dataset.has;
    }) && Array.from(root.querySelectorAll('.ml-control:has(.ml-number)')).every(agree);
  }
  var waiting = null, passes = null;
  root.addEventListener('click', function (event) {
    var button = event.target.closest('button');
    if (!button || button === passes || (!waiting && isKnown())) { return; }
    event.stopPropagation();
    if (!waiting) { wait(Date.now() + 3000); }
    waiting = button;
  }, true);
  /* Not for ever: what was typed may have been refused, and stays in its field. */
  function wait(until) {
    setTimeout(function () {
      if (!isKnown() && Date.now() < until) { wait(until); return; }
      passes = waiting;
      waiting = null;
      passes.click();
      passes = null;
    }, 30);
  }
  /* A picture that can be touched tells where, in parts of its width, or by which key. Of several touches in a row
     ipywidgets sends the last one only, so each tells the last ones again; by their numbers they are told apart. */
  var touches = [], numbered = 0;
  function touch(pad, words) {
    var field = pad.closest('.ml-root').querySelector('.ml-touched input');
    numbered = Math.max(numbered + 1, Date.now());
    touches = touches.concat(numbered + ' ' + words).slice(-50);
    field.value = touches.join('|');
    field.dispatchEvent(new Event('change', {bubbles: true}));
  }
  root.addEventListener('click', function (event) {
    var pad = event.target.closest('img.ml-pad'), wide = pad && pad.clientWidth;
    if (pad) { touch(pad, 'click ' + event.offsetX / wide + ' ' + event.offsetY / wide); }
  });
  root.addEventListener('keydown', function (event) {
    var pad = event.target.closest('img.ml-pad'), key = event.key === ' ' ? 'Enter' : event.key;
    if (!pad || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) { return; }
    if (/^(Arrow(Left|Right|Up|Down)|Enter)$/.test(key)) { event.preventDefault(); touch(pad, key); }
  });
  /* What was only to be heard stands in view, too: it is not left to be met a second time. */
  function fade(said) {
    var words = said.textContent;
    if (!words || said.mlFades) { return; }
    said.mlFades = setTimeout(function () {
      said.mlFades = 0;
      if (said.textContent === words) { said.textContent = ''; } else { fade(said); }
    }, 3000);
  }
  /* The focus rests on a text for once, and has it read out as its name: once, and in its place. */
  function rest(result) {
    result.tabIndex = -1;
    result.setAttribute('role', 'group');
    result.setAttribute('aria-labelledby', idOf(result.querySelector('.widget-html-content')));
    result.addEventListener('blur', function () {
      ['tabindex', 'role', 'aria-labelledby'].forEach(function (its) { result.removeAttribute(its); });
    }, {once: true});
    result.focus({preventScroll: true});
    result.scrollIntoView({block: 'nearest'});
  }
  /* A button that its own press takes away or greys leaves the keyboard nowhere: go on to what comes next. */
  var pressed = null, timer = 0;
  ['pointerdown', 'keydown'].forEach(function (kind) {
    window.addEventListener(kind, function () { pressed = null; }, true);
  });
  root.addEventListener('click', function (event) { pressed = event.target.closest('button'); });
  function keepFocus() {
    clearTimeout(timer);
    if (!pressed || (pressed.isConnected && !pressed.disabled)) { return; }
    timer = setTimeout(function () {
      var gone = pressed, all = Array.from(root.querySelectorAll(
        '.ml-result, .noUi-handle, button, input, select, textarea'));
      if (!gone) { return; }
      pressed = null;
      var next = all.find(function (one) {
        return !one.disabled && one.checkVisibility() && (!one.matches('.ml-result') || one.textContent.trim())
          && (!gone.isConnected || gone.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
      });
      if (!next) { root.focus({preventScroll: true}); }
      else if (next.matches('.ml-result')) { rest(next); }
      else { next.focus(); }
    }, 150);
  }
  new MutationObserver(describe).observe(root, {childList: true, subtree: true, attributes: true,
    attributeFilter: ['class', 'disabled', 'aria-valuetext']});
  describe();
  /* What can be pushed sideways must be reached by keyboard. */
  new ResizeObserver(function () {
    root.querySelectorAll('.ml-sideways').forEach(function (part) {
      if (part.scrollWidth > part.clientWidth + 1) { part.tabIndex = 0; } else { part.removeAttribute('tabindex'); }
    });
  }).observe(root);
  /* To JupyterLab a single letter is a command as long as no text field has the focus: x cuts the cell, 0 0 restarts
     the kernel. In our widgets it hears only chords (Ctrl+S), Shift+Enter and their like, Escape and the F keys. */
  if (window.mlKeys) { return; }
  window.mlKeys = true;
  window.addEventListener('keydown', function (event) {
    var at = event.target, key = event.key || '', chord = event.ctrlKey || event.altKey || event.metaKey;
    if (!at.closest || !at.closest('.ml-root')) { return; }
    var theirs = (chord && key.length === 1) || (key === 'Enter' && (chord || event.shiftKey)) || key === 'Escape'
      || /^F[0-9]/.test(key);
    at.toggleAttribute('data-lm-suppress-shortcuts', !theirs);
    /* A digit typed on a handle is meant for its field; the browser puts it where the focus is by then. */
    var control = at.closest('.ml-control'), field = control && control.querySelector('.ml-number input');
    if (field && !chord && at.matches('.noUi-handle') && /^[-0-9.,\u2212]$/.test(key)) {
      field.focus();
      field.select();
    }
  }, true);
})(this)
"""
