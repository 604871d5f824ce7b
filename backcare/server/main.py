"""The script that Streamlit runs: page config, navigation, and the page that was asked for.

It lives here and not beside ``pages/``, because a ``pages/`` folder beside the running script makes Streamlit answer
the first deep link of a fresh server with that page alone.
"""

import streamlit as st

from backcare import environment
from backcare.clinic import sign_in
from backcare.server import developer_mode
from backcare.ui.components.page_watch import watch
from backcare.ui.layout import LOGO, MARK, PAGES, apply_style, navigation, page_opened
from backcare.ui.recovery import log_can_be_opened
from backcare.ui.several_people import draw_choice
from backcare.ui.sign_in_page import draw_sign_in
from backcare.ui.status_message import next_action

st.set_page_config(page_title="backcare", page_icon=str(MARK), layout="wide", initial_sidebar_state="auto")
apply_style()
st.logo(str(LOGO))
if environment.is_on(environment.DEV):
    developer_mode.forget_older_objects()
    st.caption("In developer mode: a sample log, thrown away at the end.")
if environment.is_on(environment.OPEN_TO_NETWORK):
    st.warning(
        "This page is open to your network, and it is not encrypted. "
        "Anyone who listens in there can read what you see and type.",
        icon=":material/wifi:",
    )
admitted = sign_in.admitted()
page = st.navigation(navigation(), position="top" if admitted else "hidden")
st.set_page_config(page_title=f"{PAGES[page.url_path or 'today'][0] if admitted else 'Sign in'} · backcare")
next_action()
if not admitted:
    draw_sign_in()
elif log_can_be_opened():
    draw_choice()
    sign_in.visited(page.url_path or "today")
    page_opened(page.url_path)
    watch()
    page.run()
