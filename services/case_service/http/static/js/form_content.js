// What is written in a form, as pairs of name and value, and back. Files, passwords and the form's own marks are left out.
import { addRow } from "./repeated.js";

const MARKS = new Set(["csrf_token", "idempotency_key", "seen_version"]);

export function content(form) {
  const secret = new Set([...form.elements].filter((one) => one.type === "password").map((one) => one.name));
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !MARKS.has(name) && !secret.has(name));
}

export function fill(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  for (const group of form.querySelectorAll("[data-repeated]")) addMissingRows(group, [...values.keys()]);
  for (const field of form.elements) {
    if (!field.name || MARKS.has(field.name) || ["file", "password", "submit", "button", "hidden"].includes(field.type)) continue;
    const own = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = own.includes(field.value);
    else if (field.type === "select-multiple") for (const one of field.options) one.selected = own.includes(one.value);
    else if (own.length) field.value = own.shift();
  }
}

function addMissingRows(group, names) {
  const number = (name) => Number(name.match(new RegExp(`^${CSS.escape(group.dataset.repeated)}-(\\d+)-`))?.[1] ?? -1);
  const last = Math.max(-1, ...names.map(number));
  while (Number(group.dataset.next ?? group.querySelector("[data-items]").children.length) <= last) addRow(group);
}
