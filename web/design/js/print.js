// A button [data-print] prints the page. Without a script it would do nothing, so it is hidden in the page.

export function offerPrint() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      window.print();
    });
  }
}
