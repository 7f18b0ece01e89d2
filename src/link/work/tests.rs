use url::Url;

use super::super::cite;

/// The work and the locator that a URL names, as one text.
fn work_of(url: &str) -> String {
    let cited = cite(&Url::parse(url).unwrap());
    let locator = cited.locator.map(|locator| format!(" @{locator}")).unwrap_or_default();
    cited.work.unwrap_or_default() + &locator
}

fn check(cases: &[(&str, &str)]) {
    for (url, work) in cases {
        assert_eq!(work_of(&format!("https://{url}")), *work, "{url}");
    }
}

#[test]
fn dois_are_found_in_paths_and_resolvers() {
    check(&[
        ("doi.org/10.1038/NATURE12373", "doi:10.1038/nature12373"),
        ("dx.doi.org/doi:10.1000/a%2Fb", "doi:10.1000/a/b"),
        (
            "doi.org/10.1002%2F(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
            "doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
        ),
        (
            "journals.sagepub.com/doi/pdf/10.2189/asqu.2009.54.1.90?casa_token=x&",
            "doi:10.2189/asqu.2009.54.1.90",
        ),
        ("www.science.org/doi/10.1126/science.aan5197", "doi:10.1126/science.aan5197"),
        ("www.tandfonline.com/doi/full/10.1080/0.1/", "doi:10.1080/0.1"),
        ("onlinelibrary.wiley.com/doi/10.1111/j.1.x/abstract", "doi:10.1111/j.1.x"),
        ("onlinelibrary.wiley.com/doi/10.1111/j.1.x/abstract;jsessionid=AB", "doi:10.1111/j.1.x"),
        (
            "link.springer.com/content/pdf/10.1007/s12115-008-9139-8.pdf",
            "doi:10.1007/s12115-008-9139-8",
        ),
        (
            "link.springer.com/article/10.1007/s12115-008-9139-8#Sec2",
            "doi:10.1007/s12115-008-9139-8 @#Sec2",
        ),
        ("www.frontiersin.org/articles/10.3389/fpsyg.2020.1/full", "doi:10.3389/fpsyg.2020.1"),
        (
            "academic.oup.com/nar/article/doi/10.1093/nar/gkaa1100/6006194",
            "doi:10.1093/nar/gkaa1100",
        ),
        (
            "www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf",
            "doi:10.1101/2020.01.01.123456 @v2",
        ),
        (
            "journals.plos.org/plosone/article?id=10.1371/journal.pone.1",
            "doi:10.1371/journal.pone.1",
        ),
        ("pubs.acs.org/doi/suppl/10.1021/a.b/suppl_file/c.pdf", "doi:10.1021/a.b"),
        ("ex.com/show?doi=10.1000%2Fx", "doi:10.1000/x"),
    ]);
}

#[test]
fn what_only_looks_like_a_doi_is_none() {
    check(&[
        ("ex.com/releases/10.2019/notes", ""),
        ("ex.com/doi/10.1/x", ""),
        ("ex.com/doi/10.1234567890/x", ""),
        ("ex.com/doi/10.1000/", ""),
        ("doi.org/10.1000/a%20b", ""),
        ("doi.org/about", ""),
        ("www.nature.com/articles/%20d41586-018-00542-3", ""),
        ("www.nature.com/articles", ""),
        ("www.nature.com/nature/articles?type=news", ""),
        (
            "citeseerx.ist.psu.edu/viewdoc/download?doi=10.1.1.196.4322&rep=rep1&type=pdf",
            "citeseerx:10.1.1.196.4322",
        ),
    ]);
}

#[test]
fn dois_of_other_schemes_take_their_names() {
    check(&[
        ("doi.org/10.48550/arXiv.2001.01234", "arxiv:2001.01234"),
        ("doi.org/10.2139/ssrn.3023545", "ssrn:3023545"),
        ("doi.org/10.2307/25790563", "jstor:25790563"),
        ("doi.org/10.2307/j.ctt1abc", "jstor:j.ctt1abc"),
        ("www.jstor.org/stable/j.ctt1abc", "jstor:j.ctt1abc"),
    ]);
}

#[test]
fn journals_have_rules_of_their_own() {
    check(&[
        ("www.nature.com/articles/s41597-020-0430-x", "doi:10.1038/s41597-020-0430-x"),
        ("www.nature.com/articles/nature12373.pdf", "doi:10.1038/nature12373"),
        ("www.nature.com/articles/d41586-018-07222-2/figures/1", "doi:10.1038/d41586-018-07222-2"),
        ("www.nature.com/articles/s42256-020-00246-2.epdf", "doi:10.1038/s42256-020-00246-2"),
        ("www.bmj.com/content/360/bmj.j5910", "doi:10.1136/bmj.j5910"),
        ("www.bmj.com/content/bmj/360/bmj.j5910.full.pdf", "doi:10.1136/bmj.j5910"),
        ("www.bmj.com/content/377/bmj-2021-068302", "doi:10.1136/bmj-2021-068302"),
        ("www.bmj.com/content/360", ""),
        (
            "www.thelancet.com/journals/lanmic/article/PIIS2666-5247(21)00280-9/fulltext#%20",
            "doi:10.1016/s2666-5247(21)00280-9",
        ),
        (
            "www.thelancet.com/pdfs/journals/lancet/PIIS0140-6736%2820%2930183-5.pdf",
            "doi:10.1016/s0140-6736(20)30183-5",
        ),
        ("www.cell.com/action/showPdf?pii=S0092-8674%2815%2901705-5", "pii:S0092-8674(15)01705-5"),
        ("www.cell.com/cell/fulltext/S0092-8674(15)01705-5", "pii:S0092-8674(15)01705-5"),
        (
            "www.sciencedirect.com/science/article/pii/S0092867415017055",
            "pii:S0092-8674(15)01705-5",
        ),
        ("science.sciencemag.org/content/356/6339/696.2.abstract", "science:356/6339/696.2"),
        ("science.sciencemag.org/content/sci/356/6339/696.2.full.pdf", "science:356/6339/696.2"),
        ("www.science.org/content/article/its-crispr-revolution", ""),
        ("stm.sciencemag.org/content/1/2/3", ""),
        ("www.mdpi.com/2076-393X/9/9/1033/htm", ""),
    ]);
}

#[test]
fn repositories_and_indexes_have_numbers() {
    check(&[
        ("arxiv.org/abs/2001.01234v2", "arxiv:2001.01234 @v2"),
        ("arxiv.org/pdf/2001.01234.pdf", "arxiv:2001.01234"),
        ("arxiv.org/pdf/hep-th/9901001v1", "arxiv:hep-th/9901001 @v1"),
        ("arxiv.org/list/hep-th/new", ""),
        ("pubmed.ncbi.nlm.nih.gov/25910392/", "pmid:25910392"),
        ("www.ncbi.nlm.nih.gov/pubmed/25910392", "pmid:25910392"),
        ("europepmc.org/article/MED/25910392", "pmid:25910392"),
        ("www.ncbi.nlm.nih.gov/pmc/articles/PMC4480558/", "pmcid:PMC4480558"),
        ("pmc.ncbi.nlm.nih.gov/articles/pmc4480558/pdf/a.pdf", "pmcid:PMC4480558"),
        ("www.nih.gov/news", ""),
        ("papers.ssrn.com/sol3/papers.cfm?abstract_id=3023545", "ssrn:3023545"),
        ("ssrn.com/abstract=3023545", "ssrn:3023545"),
        ("www.jstor.org/stable/25790563?seq=1", "jstor:25790563"),
        ("www.jstor.org/stable/pdf/resrep20439.5.pdf", "jstor:resrep20439.5"),
        ("www.jstor.org/stable/10.7249/mr1121af", "doi:10.7249/mr1121af"),
        (
            "www.researchgate.net/publication/324472765_Mapping_microbiology",
            "researchgate:324472765",
        ),
        ("www.researchgate.net/profile/A-B/publication/324472765", "researchgate:324472765"),
        ("www.wikidata.org/wiki/Q42", "wikidata:Q42"),
        ("www.wikidata.org/wiki/Property:P1", ""),
    ]);
}

#[test]
fn laws_and_registers_have_official_numbers() {
    check(&[
        (
            "www.govinfo.gov/content/pkg/BILLS-117s1744is/pdf/BILLS-117s1744is.pdf",
            "us-bill:117-s-1744 @is",
        ),
        ("www.govinfo.gov/app/details/BILLS-117hconres12eh", "us-bill:117-hconres-12 @eh"),
        ("www.congress.gov/bill/117th-congress/senate-bill/1744", "us-bill:117-s-1744"),
        ("www.congress.gov/bill/117th-congress/senate-bill/1744/text/is", "us-bill:117-s-1744 @is"),
        ("www.congress.gov/117/bills/s1744/BILLS-117s1744is.pdf", "us-bill:117-s-1744 @is"),
        ("www.congress.gov/member/x/1", ""),
        (
            "www.govinfo.gov/content/pkg/PLAW-116publ145/pdf/PLAW-116publ145.pdf",
            "govinfo:PLAW-116publ145",
        ),
        ("www.govinfo.gov/content/pkg/FR-2021-12-17/pdf/2021-27406.pdf", "us-fr-doc:2021-27406"),
        (
            "www.federalregister.gov/documents/2021/12/17/2021-27406/addition",
            "us-fr-doc:2021-27406",
        ),
        ("www.federalregister.gov/d/2021-27406", "us-fr-doc:2021-27406"),
        ("public-inspection.federalregister.gov/2021-27406.pdf", "us-fr-doc:2021-27406"),
        ("www.federalregister.gov/agencies/x", ""),
        ("eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX%3A32016R0679", "celex:32016R0679"),
        ("eur-lex.europa.eu/legal-content/EN/ALL/?uri=celex:32016r0679", "celex:32016R0679"),
        ("eur-lex.europa.eu/eli/reg/2016/679/oj", "celex:32016R0679"),
        ("ec.europa.eu/x?uri=CELEX:32016R0679", ""),
        (
            "www.legislation.gov.uk/ukpga/2018/12/section/3/enacted",
            "uk-law:ukpga/2018/12 @section/3",
        ),
        ("www.legislation.gov.uk/id/uksi/2019/419", "uk-law:uksi/2019/419"),
        ("www.legislation.gov.uk/browse/uk", ""),
        ("www.courtlistener.com/docket/123/a-v-b/", "courtlistener:docket/123"),
        ("www.courtlistener.com/?q=x", ""),
    ]);
}

#[test]
fn agencies_books_and_films_have_numbers() {
    check(&[
        ("www.reuters.com/article/us-health-china-bgi-dna-idUSKCN2ED1A6", "reuters:idUSKCN2ED1A6"),
        ("www.reuters.com/article/us-a/the-title-idUSKCN0S61WY20151012", "reuters:idUSKCN0S61WY"),
        ("www.reuters.com/article/iduskcn2ed1a6/", "reuters:idUSKCN2ED1A6"),
        ("www.reuters.com/article/a-story-idea", ""),
        ("www.reuters.com/world/china/a-2022-02-28/", ""),
        ("www.businesswire.com/news/home/20210617005128/en/BeiGene", "businesswire:20210617005128"),
        ("ex.edu/book/9780231144209/x", "isbn:9780231144209"),
        ("ex.edu/978-1-250-08937-3", "isbn:9781250089373"),
        ("ex.edu/isbn/0306406152", "isbn:9780306406157"),
        ("ex.edu/book/0306406152", ""),
        ("ex.edu/book/9780231144208", ""),
        ("www.youtube.com/watch?v=HjTW2nZNa6s&t=93", "youtube:HjTW2nZNa6s @t=93"),
        ("youtu.be/HjTW2nZNa6s?t=4m30s", "youtube:HjTW2nZNa6s @t=4m30s"),
        ("www.youtube-nocookie.com/embed/HjTW2nZNa6s", "youtube:HjTW2nZNa6s"),
        ("www.youtube.com/embed/videoseries?list=x", ""),
        ("www.youtube.com/watch?v=abc", ""),
    ]);
}
