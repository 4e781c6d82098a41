// The script of every page. Each page works without it; it only makes some things easier.

import { Button } from "govuk/components/button/button.mjs";
import { Checkboxes } from "govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk/components/error-summary/error-summary.mjs";
import { ExitThisPage } from "govuk/components/exit-this-page/exit-this-page.mjs";
import { NotificationBanner } from "govuk/components/notification-banner/notification-banner.mjs";
import { SkipLink } from "govuk/components/skip-link/skip-link.mjs";
import { Tabs } from "govuk/components/tabs/tabs.mjs";
import { lookAfter } from "./offline/device.js";
import { offerAloud } from "./aloud.js";
import { offerHere } from "./here.js";
import { offerPasskeys } from "./passkey.js";
import { offerPictures } from "./pictures.js";
import { offerPrint } from "./print.js";
import { offerPrints } from "./prints.js";
import { Radios } from "./radios.js";
import { followProgress } from "./progress.js";
import { offerWork } from "./wait.js";

// govuk-frontend looks for these classes, which GOV.UK sets in an inline script; linli's pages have none.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const once = { preventDoubleClick: true };
for (const [Component, options] of [
  [Button, once], [Checkboxes], [ErrorSummary], [NotificationBanner], [Radios], [SkipLink], [Tabs], [ExitThisPage],
]) {
  for (const element of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
    try {
      new Component(element, options);
    } catch (error) {
      console.error(error); // one broken part must not take the others with it
    }
  }
}

offerPrint();
offerHere();
offerAloud();
offerPasskeys();
offerPictures(); // before the one that shows what is sent
offerPrints();
followProgress();
offerWork();
lookAfter().catch((error) => console.warn(error)); // a device that cannot be looked at now is looked at on the next page
