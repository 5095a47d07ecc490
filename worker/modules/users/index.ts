export { findableAs, getUser, newUser, userById, type NewUser } from "./accounts.ts";
export { requirePassword } from "./attempts.ts";
export { removeOldSessions } from "./clean-up.ts";
export { permissionsOfHolder, requireAll, signedIn } from "./grants.ts";
export { newUserFields, tokensAnswer, userAnswer } from "./inputs.ts";
export {
  emailConfirmationLink,
  invitationToSend,
  openInvitationLink,
  passwordResetLink,
  resettableUser,
  tellHolders,
} from "./jobs.ts";
export { principalQuery } from "./principal.ts";
export { profileRoutes } from "./profile-routes.ts";
export { showUser } from "./present.ts";
export { userRoutes } from "./routes.ts";
export { deviceOf } from "./device.ts";
export { claimsFor, openSession, refreshSession, signOut, type Device } from "./sessions.ts";
export { login } from "./sign-in.ts";
export { loginInput, logoutInput, refreshInput } from "./sign-in-inputs.ts";
