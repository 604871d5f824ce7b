"""What is drawn where people sign in: the page of somebody who has not, and the ways out."""

import streamlit as st

from backcare.clinic.sign_in import current_sign_in, sign_out
from backcare.errors import SignedOut
from backcare.ui.markdown import md


def draw_sign_in() -> None:
    """The only page of somebody who is not signed in."""
    st.title("backcare", anchor=False)
    if st.user.get("is_logged_in"):
        try:
            current_sign_in(anew=True)
        except SignedOut as error:
            st.info(md("{error}", error=error))
    else:
        st.markdown("Your exercises, your pain and how you get on: for you alone.")
    auth = st.secrets["auth"]
    names = [name for name in auth if hasattr(auth[name], "get") and "client_id" in auth[name]]
    if "client_id" in auth:
        st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
    for name in names:
        label = md("Sign in with {name}", name=name.capitalize())
        st.button(label, key=f"sign-in-{name}", on_click=st.login, args=(name,))


def draw_signed_in() -> None:
    """At the top of every page: who is signed in, and the way out."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.text(str(st.user.get("name") or st.user.get("email") or "Signed in"), width="content")
        st.button("Sign out", type="tertiary", icon=":material/logout:", key="sign-out", on_click=sign_out)


def draw_everywhere() -> None:
    """On Settings: the way out for a device that was left signed in."""
    st.header("Sign-ins", anchor=False)
    st.markdown("Each ends by itself after 12 hours. Did you leave another device signed in? You can sign it out here.")
    st.button("Sign out everywhere", key="sign-out-everywhere", on_click=sign_out, args=(True,))
