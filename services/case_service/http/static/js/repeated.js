// <div data-repeated="name"> <div data-items> <div data-item> ... <button data-remove> </div> </div> <button data-add> <template> ... __n__ ... </template> </div>
// Rows are numbered name-0-, name-1-, ...; a row that is taken away leaves a hole, which the server closes.
export function addAndRemoveRows(page) {
  for (const group of page.querySelectorAll("[data-repeated]")) {
    const add = group.querySelector("[data-add]");
    add?.addEventListener("click", (event) => {
      event.preventDefault();
      firstField(addRow(group))?.focus();
    });
    group.addEventListener("click", (event) => {
      const remove = event.target.closest("[data-remove]");
      if (!remove || remove.closest("[data-repeated]") !== group) return;
      event.preventDefault();
      const row = remove.closest("[data-item]");
      const near = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (firstField(near) ?? add)?.focus();
      group.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

export function addRow(group) {
  const items = group.querySelector("[data-items]");
  const number = Number(group.dataset.next ?? items.children.length);
  group.dataset.next = number + 1;
  const template = [...group.children].find((one) => one.localName === "template");
  items.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__n__", number));
  group.dispatchEvent(new Event("input", { bubbles: true }));
  return items.lastElementChild;
}

function firstField(row) {
  return row?.querySelector("input:not([type=hidden]), select, textarea");
}
