/* Makes forms smoother. Nothing needs it: each form works without a script.
 *   data-once        a second press of the button while the first is under way is ignored
 *   data-unsaved     leaving with something typed asks first
 *   data-add-person  a new row appears without a round trip
 */
(() => {
  "use strict";

  const typed = (form) =>
    JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrf_token"));

  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      else form.dataset.sent = "1";
    });
  }

  // A page that comes back out of the browser's memory can be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
    }
  });

  const forms = new Map();
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    forms.set(form, typed(form));
  }
  addEventListener("beforeunload", (event) => {
    for (const [form, before] of forms) {
      if (!form.dataset.sent && typed(form) !== before) event.preventDefault();
    }
  });

  const renumber = (row, number) => {
    const change = (text) => text.replace(/^persons-\d+-/, `persons-${number}-`);
    for (const field of row.querySelectorAll("[name]")) {
      field.name = change(field.name);
      field.id = change(field.id);
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      if (field.tagName === "SELECT") field.selectedIndex = 0;
      else field.value = "";
    }
    for (const label of row.querySelectorAll("label")) label.htmlFor = change(label.htmlFor);
    for (const error of row.querySelectorAll(".field__error")) error.remove();
    for (const field of row.querySelectorAll(".field--invalid")) {
      field.classList.remove("field--invalid");
    }
    const legend = row.querySelector("legend");
    legend.textContent = legend.textContent.replace(/\d+/, number + 1);
  };

  for (const button of document.querySelectorAll("[data-add-person]")) {
    button.addEventListener("click", (event) => {
      const rows = button.form.querySelectorAll("[data-person-row]");
      const last = rows[rows.length - 1];
      if (!last) return;
      event.preventDefault();
      const row = last.cloneNode(true);
      renumber(row, rows.length);
      last.after(row);
      row.querySelector("input").focus();
    });
  }
})();
