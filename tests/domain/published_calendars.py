"""Days free and worked as governments published them, by source."""

from datetime import date

from ctrack.domain.calendars import Calendar, weekend_of

FRIDAY_SATURDAY = (weekend_of({4, 5}),)


def on(text: str) -> date:
    """Read `2024-05-01`."""
    return date.fromisoformat(text)


def days(*texts: str) -> dict[date, str]:
    """Holidays as `2024-05-01 Labour Day`."""
    return {on(text[:10]): text[11:] for text in texts}


PLAIN = Calendar()
"""Saturday and Sunday free, and no holidays."""

SAUDI_ARABIA = Calendar(
    # Royal Order A/185 of 23 June 2013: Friday and Saturday from 29 June 2013 on.
    weekends=(weekend_of({3, 4}), weekend_of({4, 5}, on("2013-06-29"))),
    # National Day, Royal Decree of 2005; Founding Day, Royal Order A/371 of 2022.
    holidays=days(
        "2012-09-23 National Day", "2013-09-23 National Day", "2023-02-22 Founding Day"
    ),
)
KUWAIT = Calendar(
    # Civil Service Commission: Friday and Saturday from 1 September 2007 on.
    weekends=(weekend_of({3, 4}), weekend_of({4, 5}, on("2007-09-01")))
)
ALGERIA = Calendar(
    # Decision of the Council of Ministers of 21 July 2009, from 14 August 2009 on.
    weekends=(weekend_of({3, 4}), weekend_of({4, 5}, on("2009-08-14")))
)
EMIRATES = Calendar(
    # Federal announcement of 7 December 2021: Saturday and Sunday from 2022 on.
    weekends=(weekend_of({4, 5}), weekend_of({5, 6}, on("2022-01-01"))),
    holidays=days("2022-01-01 New Year's Day"),
)
EGYPT = Calendar(
    # Prime Minister's decrees for 2021: 30 June kept on Thursday 1 July.
    weekends=FRIDAY_SATURDAY,
    holidays=days("2021-07-01 30 June Revolution", "2021-04-25 Sinai Liberation Day"),
)
BRUNEI = Calendar(
    # Government offices are closed on Fridays and Sundays.
    weekends=(weekend_of({4, 6}),)
)
NEPAL = Calendar(weekends=(weekend_of({5}),))
"""One free day in the week: Saturday."""

ENGLAND = Calendar(
    # https://www.gov.uk/bank-holidays
    holidays=days(
        "2020-05-08 Early May bank holiday (VE day)",
        "2021-12-27 Christmas Day (substitute day)",
        "2021-12-28 Boxing Day (substitute day)",
        "2022-01-03 New Year's Day (substitute day)",
        "2022-06-02 Spring bank holiday",
        "2022-06-03 Platinum Jubilee bank holiday",
        "2022-09-19 Bank Holiday for the State Funeral of Queen Elizabeth II",
        "2022-12-26 Boxing Day",
        "2022-12-27 Christmas Day (substitute day)",
        "2023-01-02 New Year's Day (substitute day)",
        "2023-05-08 Bank holiday for the coronation of King Charles III",
        "2024-03-29 Good Friday",
        "2024-04-01 Easter Monday",
    )
)
UNITED_STATES = Calendar(
    # Office of Personnel Management, federal holidays.
    holidays=days(
        "2021-06-18 Juneteenth (observed)",
        "2021-12-24 Christmas Day (observed)",
        "2021-12-31 New Year's Day (observed)",
        "2022-12-26 Christmas Day (observed)",
        "2023-01-02 New Year's Day (observed)",
        "2024-11-28 Thanksgiving Day",
    )
)
JAPAN = Calendar(
    # Cabinet Office: the ten days around the accession of 1 May 2019.
    holidays=days(
        "2019-04-29 Showa Day",
        "2019-04-30 Holiday",
        "2019-05-01 Day of Accession",
        "2019-05-02 Holiday",
        "2019-05-03 Constitution Day",
        "2019-05-04 Greenery Day",
        "2019-05-05 Children's Day",
        "2019-05-06 Children's Day (substitute)",
    )
)
CHINA = Calendar(
    # State Council, arrangement of holidays for 2024: a Sunday and a Saturday worked.
    holidays=days(
        "2024-05-01 Labour Day",
        "2024-05-02 Labour Day",
        "2024-05-03 Labour Day",
        "2024-05-04 Labour Day",
        "2024-05-05 Labour Day",
    ),
    worked=days("2024-04-28 worked for Labour Day", "2024-05-11 worked for Labour Day"),
)
HUNGARY = Calendar(
    # Decree on the order of work around public holidays in 2024.
    holidays=days(
        "2024-08-19 Rest day", "2024-08-20 State Foundation Day", "2024-12-24 Rest day",
        "2024-12-25 Christmas Day", "2024-12-26 Christmas Day", "2024-12-27 Rest day",
    ),
    worked=days("2024-08-03 worked for 19 August", "2024-12-07 worked for 24 December",
                "2024-12-14 worked for 27 December"),
)  # fmt: skip
SOUTH_AFRICA = Calendar(
    # Public Holidays Act 36 of 1994, section 2(1): Sunday's holiday, Monday free.
    holidays=days("2025-04-27 Freedom Day", "2025-04-28 Freedom Day (observed)")
)
AUSTRALIA = Calendar(
    # National Day of Mourning, proclaimed on 16 September 2022 for this one year.
    holidays=days("2022-09-22 National Day of Mourning")
)
FRANCE = Calendar(
    # Code du travail, art. L3133-1.
    holidays=days(
        "2024-05-01 Labour Day",
        "2024-05-08 Victory Day",
        "2024-05-09 Ascension Day",
        "2024-05-20 Whit Monday",
        "2024-11-01 All Saints' Day",
        "2024-11-11 Armistice Day",
    )
)
EU_INSTITUTIONS = Calendar(
    # Regulation (EEC, Euratom) No 1182/71; Commission's list of holidays for 2024.
    holidays=days(
        "2024-03-28 Maundy Thursday", "2024-03-29 Good Friday",
        "2024-04-01 Easter Monday", "2024-05-01 Labour Day",
        "2024-05-09 Schuman Declaration", "2024-05-10 Day after Ascension",
        "2024-05-20 Whit Monday",
    )
)  # fmt: skip
