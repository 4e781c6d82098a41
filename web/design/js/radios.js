// govuk-frontend tells with aria-expanded that an answer shows a further field. ARIA 1.2 knows that attribute on
// checkboxes and not on radio buttons, so it is taken off again; the further field follows its answer in reading order.

import { Radios as Base } from "govuk/components/radios/radios.mjs";

export class Radios extends Base {
  syncConditionalRevealWithInputState($input) {
    super.syncConditionalRevealWithInputState($input);
    $input.removeAttribute("aria-expanded");
  }
}
